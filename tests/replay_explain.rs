//! Why: explanations are read off the decisions themselves, and their costs are those that the assigner paid.

mod common;

use std::sync::Arc;

use kingbird::model::codes;
use kingbird::model::events::Event;
use kingbird::replay::{Cost, Explanation, Film, Frame, Leak, Player, Question, Subject};
use kingbird::scenario::schema::Objective;

fn film(name: &str, assigner: &str, objective: Objective) -> Film {
    let loaded = kingbird::scenario::load(name, None).unwrap_or_else(|error| panic!("{error}"));
    let case = kingbird::model::CaseModel::compile(&loaded.scenario, &loaded.digest, Some(assigner), Some(objective))
        .expect("a case");
    let mut film = Film::new(Subject::new(Arc::new(case), 1, 0));
    while !film.is_done() {
        film.step_epoch();
    }
    film
}

fn explain(film: &mut Film, question: Question) -> Explanation {
    film.explain(question, &|| false).expect("an answer")
}

fn orders(film: &Film) -> Vec<Event> {
    let is_order = |event: &&Event| [codes::EVENT_ORDERED, codes::EVENT_RETARGETED].contains(&event.code);
    film.log().events.iter().filter(is_order).copied().collect()
}

/// The raid's own count of pairs and the sum of their costs, from the tally at its end.
fn paid(film: &mut Film) -> (u32, u64) {
    let tally = film.shot(f64::from(film.head_tick()), 0.0).before.tally;
    (tally.n_assigned, u64::from(tally.cost_high) << 32 | u64::from(tally.cost_low))
}

#[test]
fn the_costs_of_all_explained_orders_add_up_to_what_the_raid_paid() {
    for (name, assigner) in [("contract/mixed", "nearest"), ("contract/mixed", "auction"), ("contract/mixed", "random")]
    {
        for objective in [Objective::Distance, Objective::TimeToIntercept, Objective::ExpectedValueSaved] {
            let mut film = film(name, assigner, objective);
            let orders = orders(&film);
            assert!(orders.len() > 10, "{} orders", orders.len());
            let case = film.subject().case.clone();
            let mut sum = 0.0;
            for event in &orders {
                let told = explain(&mut film, Question::Order { round: event.entity, tick: event.tick });
                assert_eq!(told.decision_tick, Some(event.tick));
                let chosen = told.chosen.expect("the shot");
                assert_eq!(chosen.threat, event.detail);
                assert_eq!(chosen.in_flight.is_some(), event.code == codes::EVENT_RETARGETED);
                assert!(told.n_weapons_feasible as usize > told.other_weapons.len());
                sum += match chosen.cost {
                    Cost::Distance { m } => m,
                    Cost::Time { s } => (s / case.scenario.theatre.tick_s).round(),
                    Cost::Value { saved, flight_s } => {
                        (65_536.0 - saved * f64::from(case.case.steps_per_value)) * 4096.0 + flight_s
                    }
                };
            }
            let (n, cost) = paid(&mut film);
            assert_eq!(n as usize, orders.len());
            assert!((sum - cost as f64).abs() < 0.5, "{name} {assigner} {objective:?}: {sum} explained, {cost} paid");
        }
    }
}

#[test]
fn alternatives_are_ranked_and_say_who_got_them() {
    let mut film = film("force-protection", "nearest", Objective::TimeToIntercept);
    let orders = orders(&film);
    let (mut n_taken, mut n_listed) = (0, 0);
    for event in orders.iter().step_by(orders.len().div_ceil(40)) {
        let told = explain(&mut film, Question::Order { round: event.entity, tick: event.tick });
        for list in [&told.other_weapons, &told.other_targets] {
            let seconds: Vec<f64> =
                list.iter().map(|c| if let Cost::Time { s } = c.cost { s } else { panic!("not a time") }).collect();
            assert!(seconds.is_sorted());
            n_listed += list.len();
            n_taken += list.iter().filter(|c| !c.went_to.is_empty()).count();
        }
        let target = told.target.expect("a track");
        assert!(target.speed_mps > 5.0 && target.arrive_tick > event.tick && !target.asset.is_empty());
        assert!(target.demand > 0 && told.sentences.len() >= 3, "{:?}", told.sentences);
        assert!(told.chain[0].reached && told.chain[1].reached);
    }
    assert!(n_listed > 0 && n_taken > 0, "{n_listed} listed, {n_taken} taken");
}

#[test]
fn a_leaker_is_told_how_far_its_chain_came() {
    let mut n = 0;
    for name in ["contract/mixed", "contract/empty-magazine", "saturation"] {
        let mut film = film(name, "nearest", Objective::TimeToIntercept);
        let leaks: Vec<Leak> = film.log().leaks().collect();
        for leak in leaks.iter().step_by(leaks.len().div_ceil(20).max(1)) {
            let told = explain(&mut film, Question::Threat { threat: leak.threat, tick: leak.tick });
            let reached = |ix: usize| told.chain[ix].reached;
            match leak.cause {
                codes::CAUSE_UNDETECTED => assert!(!reached(0)),
                codes::CAUSE_MISSED => assert!(reached(6) || told.chosen.is_some(), "{:?}", told.sentences),
                codes::CAUSE_NO_INTERCEPTOR => assert!(reached(3) && !reached(4)),
                codes::CAUSE_NO_CHANNEL => assert!(reached(4) && !reached(5)),
                codes::CAUSE_NOT_ASSIGNED => assert!(reached(5) && !reached(6)),
                _ => {}
            }
            assert!(told.sentences[0].len() > 10);
            n += 1;
        }
    }
    assert!(n > 10, "{n} leakers");
}

#[test]
fn asking_why_changes_nothing_and_foolish_questions_are_answered() {
    let mut film = film("contract/mixed", "auction", Objective::TimeToIntercept);
    let before: Vec<Arc<Frame>> = (0..60).map(|epoch| film.shot(f64::from(epoch * 10), 0.0).before).collect();
    let n_events = film.log().events.len();
    for tick in [300, 250, 590, 0, u32::MAX] {
        explain(&mut film, Question::Threat { threat: 3, tick });
        assert!(*film.shot(f64::from(tick.min(590)), 0.0).before == *before[tick.min(590) as usize / 10]);
    }
    for epoch in (0..60).rev() {
        assert!(film.shot(f64::from(epoch * 10), 0.0).before == before[epoch as usize]);
    }
    assert_eq!(film.log().events.len(), n_events);
    let unknown = explain(&mut film, Question::Threat { threat: 9999, tick: 100 });
    assert!(unknown.decision_tick.is_none() && unknown.sentences[0].contains("9999"));
    let idle = explain(&mut film, Question::Order { round: u32::MAX, tick: 100 });
    assert!(idle.chosen.is_none() && idle.sentences[0].contains("no order"));
}

#[test]
fn a_player_answers_questions() {
    let case = Arc::new(common::shipped("contract/mixed", "nearest"));
    let player = Player::start(Subject::new(case, 1, 0), || ());
    player.wait_until_done();
    let log = player.log();
    let event = log.events.iter().find(|event| event.code == codes::EVENT_ORDERED).expect("an order");
    let question = Question::Order { round: event.entity, tick: event.tick + 3 };
    player.explain(question);
    player.wait_for(10.0, 0.0);
    let told = loop {
        match player.latest_explanation() {
            Some(told) => break told,
            None => std::thread::yield_now(),
        }
    };
    assert_eq!(told.question, question);
    assert_eq!(told.chosen.as_ref().map(|chosen| chosen.threat), Some(event.detail));
}
