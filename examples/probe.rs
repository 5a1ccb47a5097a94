//! scratch
#![allow(clippy::print_stdout, missing_docs)]
use kingbird::engine::cpu::Runner;
use kingbird::model::batch::Job;
use kingbird::model::compile::CaseModel;
use kingbird::model::stage::STAGES;
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let reps: u32 = a.get(3).map_or(1, |s| s.parse().unwrap());
    let l = match kingbird::scenario::load(&a[1], None) {
        Ok(l) => l,
        Err(e) => {
            println!("{e}");
            return;
        }
    };
    for asg in a[2].split(',') {
        let case = [CaseModel::compile(&l.scenario, &l.digest, Some(asg), None).unwrap()];
        let mut t = vec![0f64; STAGES.len()];
        let (mut steps, mut leak, mut kills, mut launched) = (0, 0, 0, 0);
        let mut o = None;
        let t0 = Instant::now();
        for rep in 0..reps {
            let mut r = Runner::new(&case, Job { case_ix: 0, seed: 1, replicate: rep }, false);
            while !r.is_done() {
                for ix in 0..STAGES.len() {
                    let s = Instant::now();
                    r.run_stage(ix);
                    t[ix] += s.elapsed().as_secs_f64();
                }
            }
            let out = r.outcome();
            steps += out.agent_steps;
            leak += out.leakers();
            kills += out.kills();
            launched += out.rounds.launched;
            o = Some(out);
        }
        let w = t0.elapsed().as_secs_f64();
        println!(
            "== {asg}: {:.2}s, {:.1} M steps/s, leakers {:.1} kills {:.1} launched {:.1}",
            w,
            steps as f64 / w / 1e6,
            leak as f64 / reps as f64,
            kills as f64 / reps as f64,
            launched as f64 / reps as f64
        );
        for (s, x) in STAGES.iter().zip(&t) {
            print!("{} {:.3}  ", s.name, x);
        }
        println!("\n{:?}", o.unwrap());
    }
}
