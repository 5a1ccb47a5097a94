//! The user's own program as an assigner: what it is told, and that whatever it does wrong ends the replicate with a reason.
#![expect(clippy::unwrap_used, reason = "what a test cannot do without may fail it")]
#![cfg(unix)]

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use kingbird::assign::external::{Fault, Program};
use kingbird::assign::{Answer, Chosen, Memory, Occasion, Pair, Problem, Reason, Session, choose};
use kingbird::engine::cpu::CpuEngine;
use kingbird::engine::lockstep::{Options, Side, lockstep};
use kingbird::engine::{Engine as _, EngineError};
use kingbird::model::CaseModel;
use kingbird::model::batch::Job;
use kingbird::scenario;

/// Long enough for an interpreter to start on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);
const OF: Occasion = Occasion { seed: 1, replicate: 0 };

/// A program in a file of this test's own.
struct Script(PathBuf);

impl Script {
    fn new(text: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("program-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn name(&self, interpreter: &str) -> String {
        format!("exec:{interpreter} '{}'", self.0.display())
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Two weapons with a pool of two shots, three targets; the last cannot be met by the first weapon.
fn problem(epoch: u32) -> Problem {
    let mut problem = Problem::new(2, 3);
    problem.cost = vec![5, 7, 6, 4, kingbird::assign::INFEASIBLE, 9];
    problem.capacity = vec![1, 2];
    problem.resource = vec![0, 0];
    problem.pool = vec![2];
    problem.epoch = epoch;
    problem
}

fn answer_of(name: &str, limit: Duration) -> Result<Answer, Reason> {
    let session = Session::new(&choose(name, limit).unwrap(), OF);
    session.decide(&problem(9), &mut Memory::default()).map_err(|error| error.reason)
}

/// What a shell script that reads the two lines and goes on like this does.
fn fault_of(then: &str) -> Fault {
    let script = Script::new(&format!("read replicate; read problem; {then}"));
    match answer_of(&script.name("sh"), PATIENCE) {
        Err(Reason::Program(fault)) => fault,
        other => panic!("expected a fault, found {other:?}"),
    }
}

#[test]
fn a_good_answer_is_taken_in_any_order() {
    let said = r#"echo '{"kingbird":1,"epoch":9,"shots":[[2,1],[0,0]]}'; read end"#;
    let script = Script::new(&format!("read replicate; read problem; {said}"));
    let pairs = vec![Pair { target: 0, weapon: 0 }, Pair { target: 2, weapon: 1 }];
    assert_eq!(answer_of(&script.name("sh"), PATIENCE), Ok(Answer { pairs }));
}

#[test]
fn the_program_is_told_what_the_protocol_says() {
    let script = Script::new(
        "import sys, json\n\
         begin, problem = (json.loads(sys.stdin.readline()) for _ in range(2))\n\
         assert (begin['kingbird'], begin['message'], begin['seed'], begin['replicate']) == (1, 'replicate', 1, 0), begin\n\
         assert (problem['kingbird'], problem['message'], problem['epoch']) == (1, 'problem', 9), problem\n\
         assert problem['weapons'] == [{'capacity': 1, 'pool': 0, 'busy_ticks': 0}, {'capacity': 2, 'pool': 0, 'busy_ticks': 0}], problem\n\
         assert problem['pools'] == [2] and problem['cost'] == [[5, 7], [6, 4], [None, 9]], problem\n\
         assert [t['demand'] for t in problem['targets']] == [1, 1, 1], problem\n\
         assert problem['kill'] == [[0, 0]] * 3 and problem['delay_ticks'] == [[0, 0]] * 3, problem\n\
         print(json.dumps({'kingbird': 1, 'epoch': 9, 'shots': []}), flush=True)\n\
         sys.stdin.read()\n",
    );
    assert_eq!(answer_of(&script.name("python3"), PATIENCE), Ok(Answer::default()));
}

#[test]
fn one_that_is_not_there_is_told() {
    let told = answer_of("exec:/no/such/program --x", PATIENCE).unwrap_err().to_string();
    assert!(told.starts_with("the program `/no/such/program` could not be started: "), "{told}");
}

#[test]
fn one_that_dies_is_told_with_status_and_last_words() {
    let told = fault_of("echo 'Traceback: out of luck' >&2; exit 3").to_string();
    assert!(
        told.contains("ended (exit status: 3)") && told.contains("its last words: Traceback: out of luck"),
        "{told}"
    );
    let told = fault_of("exec 1>&-; sleep 30").to_string();
    assert!(told.contains("closed its output"), "{told}");
    // Half a line is none.
    assert!(matches!(fault_of("printf '{\"kingbird\":1'"), Fault::Ended { .. }));
}

#[test]
fn one_that_hangs_is_stopped_with_all_it_started() {
    let mark = format!("3{:07}", std::process::id());
    let script = Script::new(&format!("read replicate; read problem; sleep {mark} & sleep {mark}"));
    let start = Instant::now();
    let told = answer_of(&script.name("sh"), Duration::from_millis(300)).unwrap_err().to_string();
    assert!(told.contains("no answer within 0.3 s"), "{told}");
    assert!(start.elapsed() < PATIENCE);
    let is_left = || {
        let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let commands = all.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
        commands
            .filter(|command| {
                command.starts_with(b"sleep") && command.windows(mark.len()).any(|w| w == mark.as_bytes())
            })
            .count()
    };
    // What was killed may need a moment to be gone from the list.
    while is_left() > 0 {
        assert!(start.elapsed() < PATIENCE, "what it started still runs");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn one_that_does_not_listen_is_stopped_however_much_there_is_to_say() {
    let script = Script::new("sleep 600");
    let session = Session::new(&choose(&script.name("sh"), Duration::from_millis(500)).unwrap(), OF);
    let error = session.decide(&Problem::new(500, 500), &mut Memory::default()).unwrap_err();
    assert!(matches!(error.reason, Reason::Program(Fault::TooSlow { .. })), "{error}");
    assert!(error.to_string().contains("500 weapons, 500 targets, 500 shots wanted"), "{error}");
}

#[test]
fn one_that_floods_is_stopped() {
    let fault = fault_of("yes x | tr -d '\\n'");
    assert!(matches!(fault, Fault::LineTooLong { .. }), "{fault}");
    // Standard error may be flooded: only its end is kept, and nobody waits.
    let flood = r#"yes 'all is well' | head -n 300000 >&2; echo '{"kingbird":1,"epoch":9,"shots":[]}'; read end"#;
    let script = Script::new(&format!("read replicate; read problem; {flood}"));
    assert_eq!(answer_of(&script.name("sh"), PATIENCE), Ok(Answer::default()));
    let told = fault_of("yes 'all is lost' | head -n 300000 >&2; exit 1").to_string();
    assert!(told.contains("all is lost") && told.len() < 1000, "{told}");
}

#[test]
fn one_that_speaks_unasked_is_told() {
    let line = r#"echo '{"kingbird":1,"epoch":9,"shots":[]}'"#;
    let script = Script::new(&format!("read replicate; read problem; {line}; {line}; {line}; read more; read end"));
    let session = Session::new(&choose(&script.name("sh"), PATIENCE).unwrap(), OF);
    session.decide(&problem(9), &mut Memory::default()).unwrap();
    // Whether the second line is there yet or comes instead of an answer, it is not taken for one.
    let error = session.decide(&problem(10), &mut Memory::default()).unwrap_err();
    let told = error.to_string();
    assert!(told.contains("nobody asked for") || told.contains("it answers epoch 9, and 10 was asked"), "{told}");
    // Nothing comes after that, and the first answer is still known.
    assert_eq!(session.decide(&problem(11), &mut Memory::default()).unwrap_err().reason, error.reason);
    assert_eq!(session.decide(&problem(9), &mut Memory::default()), Ok(Answer::default()));
}

#[test]
fn nonsense_is_told_with_what_came() {
    for (said, told) in [
        ("hello", "`hello`"),
        ("", "not as the protocol has it"),
        ("[]", "not as the protocol has it"),
        (r#"{"kingbird":1,"epoch":9}"#, "missing field `shots`"),
        (r#"{"kingbird":1,"epoch":9,"shots":[],"cost":3}"#, "unknown field `cost`"),
        (r#"{"kingbird":2,"epoch":9,"shots":[]}"#, "version 2 of the protocol, and this is 1"),
        (r#"{"kingbird":1,"epoch":8,"shots":[]}"#, "answers epoch 8, and 9 was asked"),
        (r#"{"kingbird":1,"epoch":9,"shots":[[0,-1]]}"#, "not as the protocol has it"),
        (r#"{"kingbird":1,"epoch":9,"shots":[[0,1.5]]}"#, "not as the protocol has it"),
        (r#"{"kingbird":1,"epoch":9,"shots":[[0]]}"#, "not as the protocol has it"),
    ] {
        let fault = fault_of(&format!("echo '{said}'; read end"));
        assert!(matches!(fault, Fault::NotUnderstood { .. }) && fault.to_string().contains(told), "{said}: {fault}");
    }
    let fault = fault_of(r"printf '\377\n'; read end").to_string();
    assert!(fault.contains("no UTF-8 text"), "{fault}");
}

#[test]
fn an_answer_that_breaks_a_limit_is_told() {
    for (shots, told) in [
        ("[[3,0]]", "no target 3"),
        ("[[0,2]]", "no weapon 2"),
        ("[[2,0]]", "weapon 0 cannot reach target 2"),
        ("[[0,0],[1,0]]", "weapon 0 is used 2 times, 1 allowed"),
        ("[[0,0],[0,1]]", "target 0 is used 2 times, 1 allowed"),
        ("[[0,0],[1,1],[2,1]]", "pool 0 is used 3 times, 2 allowed"),
    ] {
        let answer = format!(r#"echo '{{"kingbird":1,"epoch":9,"shots":{shots}}}'; read end"#);
        let script = Script::new(&format!("read replicate; read problem; {answer}"));
        match answer_of(&script.name("sh"), PATIENCE) {
            Err(Reason::Broken(error)) => assert!(error.to_string().contains(told), "{shots}: {error}"),
            other => panic!("{shots}: {other:?}"),
        }
    }
}

const MODEL_CASE: &str = "contract/shots";

fn case(assigner: Chosen) -> CaseModel {
    let loaded = scenario::load(MODEL_CASE, None).unwrap();
    CaseModel::compile_for(&loaded.scenario, &loaded.digest, assigner, None).unwrap()
}

fn jobs(n: u32) -> Vec<Job> {
    (0..n).map(|replicate| Job { case_ix: 0, seed: 1, replicate }).collect()
}

/// Shoots at random, differently whenever it is asked.
const FICKLE: &str = "import sys, json, random\n\
    for line in sys.stdin:\n\
    \x20   m = json.loads(line)\n\
    \x20   if m['message'] != 'problem': continue\n\
    \x20   pairs = [[t, w] for t, row in enumerate(m['cost']) for w, c in enumerate(row) if c is not None and m['weapons'][w]['capacity'] > 0]\n\
    \x20   shots = [random.choice(pairs)] if pairs and random.random() < 0.7 else []\n\
    \x20   if shots and m['weapons'][shots[0][1]]['pool'] is not None and m['pools'][m['weapons'][shots[0][1]]['pool']] == 0: shots = []\n\
    \x20   print(json.dumps({'kingbird': 1, 'epoch': m['epoch'], 'shots': shots}), flush=True)\n";

#[test]
fn a_replicate_of_a_fickle_program_is_repeated_bit_for_bit_from_its_answers() {
    let script = Script::new(FICKLE);
    let name = script.name("python3");
    let first = case(choose(&name, PATIENCE).unwrap());
    let run = |case: &CaseModel| CpuEngine.run(std::slice::from_ref(case), &jobs(4), &|_| ());
    let outcomes = run(&first).unwrap();
    assert!(outcomes.iter().any(|outcome| outcome.assigned > 0));
    // The same case asks nobody twice; another one asks the program, which answers otherwise.
    assert_eq!(run(&first).unwrap(), outcomes);
    assert_ne!(run(&case(choose(&name, PATIENCE).unwrap())).unwrap(), outcomes);
    // Without the program.
    let tapes = first.assigner.recorded().unwrap();
    assert_eq!(tapes.len(), 4);
    let again = case(Chosen::program(Program::recorded(&name, tapes)));
    assert_eq!(run(&again).unwrap(), outcomes);
    let more = CpuEngine.run(std::slice::from_ref(&again), &jobs(5), &|_| ());
    let Err(EngineError::Assigner(error)) = more else { panic!("there is no answer to the fifth") };
    assert_eq!((error.of.replicate, &error.why.reason), (4, &Reason::Program(Fault::NotRecorded)));
}

#[test]
fn both_sides_of_lockstep_are_given_the_same_answers() {
    let script = Script::new(FICKLE);
    let cases = [case(choose(&script.name("python3"), PATIENCE).unwrap())];
    let options = Options { engines: [Side::Cpu, Side::Cpu], ..Options::default() };
    let report = lockstep(&cases, &jobs(3), &options, &|_| ()).unwrap();
    assert!(report.divergence.is_none(), "{report}");
}

#[test]
fn a_failure_ends_the_work_and_names_its_replicate() {
    let script = Script::new("read replicate; read problem; echo oops; read end");
    let cases = [case(choose(&script.name("sh"), PATIENCE).unwrap())];
    let error = CpuEngine.run(&cases, &jobs(8), &|_| ()).unwrap_err();
    let told = error.to_string();
    assert!(matches!(error, EngineError::Assigner(_)), "{told}");
    assert!(
        told.contains("contract/shots") && told.contains("seed 1, replicate ") && told.contains(": epoch "),
        "{told}"
    );
}

/// An assigner that is not in the registry, written against the crate.
struct Greedy {
    breaks: bool,
}

impl kingbird::assign::Assigner for Greedy {
    fn name(&self) -> &str {
        "own-greedy"
    }

    fn summary(&self) -> &str {
        "The first pair that can be"
    }

    fn reference(&self) -> &str {
        "this test"
    }

    fn complexity(&self) -> &str {
        "O(T W)"
    }

    fn assign(&self, problem: &Problem, _memory: &mut Memory) -> Answer {
        let can = |target: usize, weapon: usize| {
            problem.reach_of(weapon) > 0 && problem.cost(target, weapon) != kingbird::assign::INFEASIBLE
        };
        let all = (0..problem.n_targets).flat_map(|target| (0..problem.n_weapons).map(move |weapon| (target, weapon)));
        let first = all.into_iter().find(|&(target, weapon)| can(target, weapon));
        let pair = first.map(|(target, weapon)| Pair { target: target as u32, weapon: weapon as u32 });
        let n = if self.breaks { 1000 } else { 1 };
        Answer { pairs: pair.into_iter().flat_map(|pair| std::iter::repeat_n(pair, n)).collect() }
    }
}

#[test]
fn an_assigner_of_ones_own_needs_no_registry_and_its_answers_are_checked() {
    let good = [case(Chosen::own(Greedy { breaks: false }))];
    assert_eq!(good[0].scenario.doctrine.assigner, "own-greedy");
    let outcomes = CpuEngine.run(&good, &jobs(2), &|_| ()).unwrap();
    assert!(outcomes.iter().all(|outcome| outcome.assigned > 0));
    let error = CpuEngine.run(&[case(Chosen::own(Greedy { breaks: true }))], &jobs(1), &|_| ()).unwrap_err();
    assert!(error.to_string().contains("the answer breaks a limit: target"), "{error}");
}
