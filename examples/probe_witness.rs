use kingbird::engine::cpu::Runner;
use kingbird::model::{batch::Job, codes, compile::CaseModel, outcome::CAUSE_NAMES};
use kingbird::scenario;
use std::collections::HashMap;
fn main() {
    for name in ["mass-raid", "force-protection"] {
        for assigner in ["nearest", "urgency", "auction", "random"] {
            let loaded = scenario::load(name, None).unwrap();
            let case = CaseModel::compile(&loaded.scenario, &loaded.digest, Some(assigner), None).unwrap();
            let cases = [case];
            let n = 4;
            let mut ev: HashMap<u32, u32> = HashMap::new();
            let mut sums = vec![0u32; 12];
            let mut causes = [0u32; 9];
            let mut flight: HashMap<u32, (f64, u32)> = HashMap::new();
            let mut acq_rounds = 0;
            let mut noacq_exp = 0;
            let mut expired = 0;
            let mut pass_wait = vec![];
            let mut wasted = 0;
            let mut exp_hist: HashMap<String, u32> = HashMap::new();
            for rep in 0..n {
                let mut r = Runner::new(&cases, Job { case_ix: 0, seed: 1, replicate: rep }, true);
                r.run_to_end();
                let o = r.outcome();
                for (k, v) in [
                    o.rounds.launched,
                    o.rounds.hits,
                    o.rounds.misses,
                    o.rounds.expired,
                    o.rounds.aborted,
                    o.rounds.in_flight,
                    o.rounds.remaining,
                    o.threats[0].leaked,
                    o.threats[1].leaked,
                    o.kills(),
                    o.passes,
                    o.assigned,
                ]
                .iter()
                .enumerate()
                {
                    sums[k] += v;
                }
                for c in 0..9 {
                    causes[c] += o.causes[0][c] + o.causes[1][c];
                }
                let events = r.events();
                for e in &events {
                    *ev.entry(e.code).or_default() += 1;
                }
                for (ix, round) in r.batch.world.rounds.iter().enumerate() {
                    if round.end_tick > 0 {
                        let f = flight.entry(round.status).or_default();
                        f.0 += f64::from(round.end_tick - round.launch_tick) / 10.0;
                        f.1 += 1;
                    }
                    let mine: Vec<_> = events
                        .iter()
                        .filter(|e| {
                            e.entity == ix as u32 && (5..=6).contains(&e.stage) || e.entity == ix as u32 && e.stage == 7
                        })
                        .collect();
                    let acq = mine.iter().filter(|e| e.code == codes::EVENT_ACQUIRED).count();
                    if acq > 0 {
                        acq_rounds += 1;
                    }
                    if round.status == codes::ROUND_EXPIRED {
                        expired += 1;
                        if acq == 0 {
                            noacq_exp += 1;
                        }
                        let key: Vec<String> = mine
                            .iter()
                            .map(|e| {
                                match e.code {
                                    12 => "L",
                                    13 => "A",
                                    14 => "n",
                                    15 => "O",
                                    17 => "X",
                                    20 => "f",
                                    21 => "v",
                                    _ => "",
                                }
                                .to_string()
                            })
                            .collect();
                        *exp_hist.entry(key.concat()).or_default() += 1;
                    }
                    let mut last = None;
                    for e in &mine {
                        if e.code == codes::EVENT_ACQUIRED {
                            last = Some(e.tick);
                        }
                        if let (Some(t), true) = (
                            last,
                            e.code == codes::EVENT_KILL
                                || e.code == codes::EVENT_PASS_FAILED
                                || e.code == codes::EVENT_PASS_VOID,
                        ) {
                            pass_wait.push(f64::from(e.tick - t) / 10.0);
                            last = Some(e.tick);
                        }
                    }
                    if acq == 0 && round.status >= 6 {
                        wasted += 1;
                    }
                }
            }
            println!(
                "== {name} {assigner} launched {} hits {} misses {} expired {} aborted {} inflight {} remaining {} leak {} leakdecoy {} kills {} passes {} assigned {}",
                sums[0],
                sums[1],
                sums[2],
                sums[3],
                sums[4],
                sums[5],
                sums[6],
                sums[7],
                sums[8],
                sums[9],
                sums[10],
                sums[11]
            );
            println!("  hit/launch {:.3}", f64::from(sums[1]) / f64::from(sums[0]));
            println!("  causes {:?}", CAUSE_NAMES.iter().zip(causes).filter(|c| c.1 > 0).collect::<Vec<_>>());
            let names = [
                (7, "ordered"),
                (8, "retargeted"),
                (11, "cancelled"),
                (12, "launched"),
                (13, "acquired"),
                (14, "notacq"),
                (15, "orphaned"),
                (16, "missed"),
                (17, "expired"),
                (18, "aborted"),
                (19, "kill"),
                (20, "passfail"),
                (21, "void"),
                (3, "confirmed"),
                (4, "dropped"),
                (5, "reopened"),
            ];
            println!(
                "  events {:?}",
                names.iter().map(|(c, n)| (n, ev.get(c).copied().unwrap_or(0))).collect::<Vec<_>>()
            );
            println!(
                "  flight by end {:?}",
                flight.iter().map(|(k, v)| (k, v.0 / f64::from(v.1), v.1)).collect::<Vec<_>>()
            );
            pass_wait.sort_by(f64::total_cmp);
            let q = |p: f64| pass_wait.get(((pass_wait.len() as f64 - 1.0) * p) as usize).copied().unwrap_or(-1.0);
            println!(
                "  rounds that acquired {acq_rounds} expired {expired} of them never acquired {noacq_exp}; ended w/o acq {wasted}; time acq->pass or pass->pass q10 {} q50 {} q90 {} max {}",
                q(0.1),
                q(0.5),
                q(0.9),
                q(1.0)
            );
            let mut h: Vec<_> = exp_hist.into_iter().collect();
            h.sort_by_key(|x| std::cmp::Reverse(x.1));
            println!("  expired histories {:?}", &h[..h.len().min(8)]);
        }
    }
}
