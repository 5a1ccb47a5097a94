//! Milliseconds per assignment problem, one thread. `cargo bench --bench assign [-- PART OF A ROW'S NAME]`.
//!
//! With `KINGBIRD_PEERS=PYTHON` in the environment, the path of a Python that has numpy, scipy and ortools, the peers solve the very same
//! costs: ours, peer, ours, peer ..., so that what else the machine does touches both alike. Prints a table in Markdown: medians, and how
//! many times as long the peers take. Costs of ours and peers are compared, too. Peers know no prices from before: in warm rows, too, they
//! start cold. Of the batch, which a GPU solves in one dispatch, the peers' time is half the sum of their times one by one: what two
//! cores would take at best. Rows of methods that do not solve the linear problem have no peer.
#![allow(missing_docs, reason = "a benchmark has no readers of its items")]
#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use kingbird::assign::wta::generate::{Family, generate};
use kingbird::assign::wta::{self, Instance};
use kingbird::assign::{self, Memory, Problem};

/// Rounds for each row; peers that take longer than [`LONG_MS`] get [`FEW`].
const ROUNDS: usize = 15;
const FEW: usize = 3;
const LONG_MS: f64 = 1_000.0;

/// One row of the table.
struct Row {
    name: String,
    /// Solves once and tells milliseconds and cost.
    ours: Box<dyn FnMut() -> (f64, u64)>,
    /// For the peers; none where there is no peer.
    shared: Option<Shared>,
}

/// What peers solve.
struct Shared {
    /// Rows of a matrix, and columns.
    n: usize,
    /// Costs row by row, matrix after matrix.
    costs: Vec<u32>,
    /// Cores that their time is divided by.
    cores: f64,
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (kind, n) in
        [("geo", 200), ("geo", 1_000), ("geo", 2_000), ("uniform", 200), ("uniform", 1_000), ("uniform", 2_000)]
    {
        rows.push(linear("auction", kind, n, false));
        if kind == "geo" {
            rows.push(linear("auction", kind, n, true));
        }
    }
    rows.push(linear("jonker-volgenant", "geo", 200, false));
    rows.push(Row { shared: None, ..linear("nearest", "geo", 1_000, false) });
    for (kind, shots) in [("random", 1), ("random", 3), ("geo", 3), ("alike", 1), ("alike", 3), ("steep", 3)] {
        rows.push(marginal_return(kind, 1_000, shots));
    }
    for kind in ["ahuja", "uniform", "geometric", "alike"] {
        rows.push(static_marginal_return(kind, 1_000, 3));
    }
    #[cfg(feature = "gpu")]
    for kind in ["geo", "uniform"] {
        rows.extend(batch(kind, 256, 200));
    }
    rows
}

/// An assigner on a square problem; warm: with the memory of a second before.
fn linear(assigner: &'static str, kind: &str, n: usize, warm: bool) -> Row {
    let found = assign::find(assigner).expect("a registered assigner");
    let problem = problem(kind, n, if warm { 50.0 } else { 0.0 });
    let mut memory = Memory::default();
    if warm {
        found.assign(&self::problem(kind, n, 0.0), &mut memory);
    }
    let shared = Some(Shared { n, costs: problem.cost.clone(), cores: 1.0 });
    let ours = move || {
        // Just written, as in a raid and as the peers' arrays are: what is timed does not begin with an empty cache.
        let (problem, mut memory) = (problem.clone(), memory.clone());
        let start = Instant::now();
        let answer = found.assign(&problem, &mut memory);
        (start.elapsed().as_secs_f64() * 1e3, answer.objective(&problem))
    };
    let state = if warm { "warm" } else { "cold" };
    Row { name: format!("{assigner}, {kind} {n}, {state}"), ours: Box::new(ours), shared }
}

/// Weapon-target assignment, all pairs within reach, weapons of one round, targets that want so many shots.
fn marginal_return(kind: &str, n: usize, shots: u32) -> Row {
    let found = assign::find("marginal-return").expect("a registered assigner");
    let problem = worths_and_kills(kind, n, shots);
    let ours = move || {
        let start = Instant::now();
        let answer = found.assign(&problem, &mut Memory::default());
        (start.elapsed().as_secs_f64() * 1e3, answer.objective(&problem))
    };
    let wanted = if shots == 1 { "one shot" } else { "three shots" };
    Row { name: format!("marginal-return, {kind} {n}, {wanted} a target"), ours: Box::new(ours), shared: None }
}

/// A static instance with so many weapons of each type, of a family of `kingbird solve --generate` or as in raids.
fn static_marginal_return(kind: &str, n: usize, each: u32) -> Row {
    let family = [("ahuja", Family::Ahuja), ("uniform", Family::Uniform), ("geometric", Family::Geometric)];
    let instance = match family.into_iter().find(|(name, _)| *name == kind) {
        Some((_, family)) => generate(family, n as u32, n as u32, each, 1),
        None => {
            let of = Instance::of(&worths_and_kills(kind, n, 1));
            Instance { supply: vec![each; n], most_shots: vec![u32::MAX; n], ..of }
        }
    };
    let ours = move || {
        let start = Instant::now();
        let shots = wta::marginal_return(&instance);
        (start.elapsed().as_secs_f64() * 1e3, shots.len() as u64)
    };
    let name = format!("marginal-return, static, {kind} {n}, {each} weapons a type");
    Row { name, ours: Box::new(ours), shared: None }
}

/// Kills: `random`; `geo`, by distance in a square; `alike`, a factor of the weapon times one of the target, so that all targets rank the
/// weapons alike; `steep`, a factor of the weapon alone and targets of nearly one worth, so that each weapon that runs out makes
/// every target look on.
fn worths_and_kills(kind: &str, n: usize, shots: u32) -> Problem {
    let mut problem = Problem::new(n, n);
    let draw = |ix: usize, lane: u32| unit(mixed((ix as u32).wrapping_mul(0x9e37_79b1) ^ lane));
    let spread = if kind == "steep" { 600.0 } else { 61_000.0 };
    problem.worth = (0..n).map(|ix| 4_096 + ((61_000.0 - spread) + draw(ix, 1) * spread) as u32).collect();
    problem.demand.fill(shots);
    for (at, kill) in problem.kill.iter_mut().enumerate() {
        let (target, weapon) = (at / n, at % n);
        let chance = match kind {
            "random" => draw(at, 2),
            "geo" => {
                let [dx, dy] = [3, 4].map(|lane| draw(target, lane) - draw(weapon, lane + 2));
                0.9 / (1.0 + 11.1 * (dx * dx + dy * dy))
            }
            "alike" => draw(weapon, 2) * draw(target, 3),
            _ => 0.99 * (1.0 - weapon as f32 / n as f32),
        };
        *kill = (chance * 65_535.0) as u32;
        problem.cost[at] = (draw(at, 7) * 1.0e6) as u32;
    }
    problem
}

/// Many problems in one dispatch of the default adapter, with upload and readback; none where there is no adapter.
#[cfg(feature = "gpu")]
fn batch(kind: &'static str, n_problems: usize, n: usize) -> Option<Row> {
    use kingbird::engine::gpu::{GpuOptions, adapter, assign::BatchSolver, device::Device};

    if adapter::list_adapters().is_empty() {
        println!("no GPU: no row of the batch");
        return None;
    }
    let device = Device::open(GpuOptions::default().adapter.as_deref(), None).expect("an adapter that was listed");
    // Lives as long as the benchmark, as what the row's closure borrows must.
    let device: &'static Device = Box::leak(Box::new(device));
    let solver = BatchSolver::new(device).expect("a device that can run the auction");
    let problems: Vec<Problem> = (0..n_problems).map(|ix| problem(kind, n, 5.0 * ix as f32)).collect();
    let costs = problems.iter().flat_map(|problem| problem.cost.iter().copied()).collect();
    let ours = move || {
        let start = Instant::now();
        let answers = solver.solve(&problems).expect("a device that does not fail");
        let ms = start.elapsed().as_secs_f64() * 1e3;
        (ms, answers.iter().zip(&problems).map(|(answer, problem)| answer.objective(problem)).sum())
    };
    let name = format!("auction on {}, batch of {n_problems} {kind} {n}, cold", device.report.name);
    Some(Row { name, ours: Box::new(ours), shared: Some(Shared { n, costs, cores: 2.0 }) })
}

/// A square problem: `uniform`, or `geo`: time to go in 0.1 ms from sites in a square of 5 km to threats 9 to 11 km away, which have come
/// nearer by `nearer_m`, some a fifth more. Of `uniform` ones the number tells one from another.
fn problem(kind: &str, n: usize, nearer_m: f32) -> Problem {
    let mut problem = Problem::new(n, n);
    if kind == "uniform" {
        let cost = |ix: u32| (unit(mixed(ix.wrapping_mul(0x9e37_79b1) ^ (777 + nearer_m as u32))) * 1.0e7) as u32;
        problem.cost = (0..(n * n) as u32).map(cost).collect();
        return problem;
    }
    let draw = |agent: usize, lane: u32| {
        let key = mixed(mixed(12_345) ^ (agent as u32).wrapping_mul(0x9e37_79b1));
        unit(mixed(key ^ lane.wrapping_mul(0x85eb_ca77)))
    };
    let threat = |ix: usize| {
        let turn = f64::from(draw(ix, 0)) * std::f64::consts::TAU;
        let range_m = f64::from(9_000.0 + 2_000.0 * draw(ix, 1) - nearer_m * (1.0 + 0.2 * draw(ix, 7)));
        [range_m * libm::cos(turn), range_m * libm::sin(turn), f64::from(200.0 + 1_300.0 * draw(ix, 2))]
    };
    let site = |ix: usize| [0, 1].map(|lane| f64::from(-2_500.0 + 5_000.0 * draw(n + ix, lane)));
    let threats: Vec<[f64; 3]> = (0..n).map(threat).collect();
    for row in 0..n {
        let [x, y] = site(row);
        for (column, threat) in threats.iter().enumerate() {
            let [dx, dy, dz] = [threat[0] - x, threat[1] - y, threat[2]];
            let time_s = (dx * dx + dy * dy + dz * dz).sqrt() / 110.0;
            problem.set_cost(row, column, (time_s * 1.0e4).round() as u32);
        }
    }
    problem
}

fn mixed(mut h: u32) -> u32 {
    h = (h ^ (h >> 16)).wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
    h ^ (h >> 16)
}

/// From 0 to 1.
fn unit(h: u32) -> f32 {
    (h >> 8) as f32 / 16_777_216.0
}

/// The program that runs the peers.
struct Peers {
    process: Child,
    ask: ChildStdin,
    tell: BufReader<ChildStdout>,
    file: PathBuf,
}

impl Peers {
    const NAMES: [&str; 2] = ["scipy", "ortools"];

    fn start(python: &str) -> io::Result<Self> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/assign.py");
        let mut command = Command::new(python);
        for threads in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"] {
            command.env(threads, "1");
        }
        let mut process = command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (ask, tell) = (process.stdin.take().expect("piped"), process.stdout.take().expect("piped"));
        let file = std::env::temp_dir().join(format!("kingbird-bench-{}.u32", std::process::id()));
        Ok(Self { process, ask, tell: BufReader::new(tell), file })
    }

    /// Milliseconds and cost of one solution of all matrices, one after the other. `row` tells the problems apart.
    fn solve(&mut self, peer: &str, row: usize, n: usize, costs: &[u32]) -> io::Result<(f64, u64)> {
        let file = self.file.with_extension(format!("{row}.u32"));
        if !file.exists() {
            fs::write(&file, costs.iter().flat_map(|cost| cost.to_le_bytes()).collect::<Vec<u8>>())?;
        }
        writeln!(self.ask, "{peer} {n} {}", file.display())?;
        let mut line = String::new();
        self.tell.read_line(&mut line)?;
        let mut words = line.split_whitespace();
        let parsed = words.next().and_then(|ms| ms.parse().ok()).zip(words.next().and_then(|cost| cost.parse().ok()));
        parsed.ok_or_else(|| io::Error::other(format!("{peer} answered `{}`", line.trim())))
    }

    fn forget(&self, row: usize) {
        // A file that stays behind in the temporary folder harms nobody.
        let _ = fs::remove_file(self.file.with_extension(format!("{row}.u32")));
    }
}

impl Drop for Peers {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn median(ms: &mut [f64]) -> f64 {
    ms.sort_by(f64::total_cmp);
    ms[ms.len() / 2]
}

/// Name of the processor, as far as the system tells it, and how busy the machine is.
fn machine() -> String {
    let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
    let info = read("/proc/cpuinfo");
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("?", |rest| rest.trim_start_matches([' ', '\t', ':']));
    let level = kingbird::exact::dispatch::Level::best();
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or("?");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{model}, {cores} cores, vectors: {level:?}, load when started: {load}")
}

fn main() -> io::Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let mut peers = std::env::var("KINGBIRD_PEERS").ok().map(|python| Peers::start(&python)).transpose()?;
    println!("{}\n", machine());
    println!("| row | ms, median | ms, least | scipy, cold, ms | times ours | ortools, cold, ms | times ours |");
    println!("|---|---|---|---|---|---|---|");
    for (ix, mut row) in rows().into_iter().enumerate() {
        if !wanted.is_empty() && !wanted.iter().any(|part| row.name.contains(part.as_str())) {
            continue;
        }
        measure(ix, &mut row, peers.as_mut())?;
    }
    Ok(())
}

/// Measures one row and prints it.
fn measure(ix: usize, row: &mut Row, mut peers: Option<&mut Peers>) -> io::Result<()> {
    let (_, cost) = (row.ours)(); // warms up
    let mut ours = Vec::new();
    let mut theirs: [Vec<f64>; 2] = Default::default();
    for round in 0..ROUNDS {
        for (name, theirs) in Peers::NAMES.iter().zip(&mut theirs) {
            ours.push((row.ours)().0);
            let is_enough = round >= FEW && theirs.iter().all(|&ms| ms > LONG_MS);
            if let (Some(peers), Some(Shared { n, costs, cores }), false) =
                (peers.as_deref_mut(), &row.shared, is_enough)
            {
                let (ms, their_cost) = peers.solve(name, ix, *n, costs)?;
                theirs.push(ms / cores);
                if cost != their_cost {
                    println!("{}: ours costs {cost}, {name}'s {their_cost}", row.name);
                }
            }
        }
    }
    let middle = median(&mut ours);
    let [scipy, ortools] = theirs.map(|mut ms| {
        let theirs = (!ms.is_empty()).then(|| median(&mut ms));
        theirs.map_or("| |".to_owned(), |ms| format!("{ms:.1} | {:.1} |", ms / middle))
    });
    println!("| {} | {middle:.3} | {:.3} | {scipy} {ortools}", row.name, ours[0]);
    if let Some(peers) = peers {
        peers.forget(ix);
    }
    Ok(())
}
