// A threat's way through an epoch, for the lanes of threats and of rounds alike; the Rust twins are in
// src/model/stage/fly.rs. Refers to the binding `points` of the stage that includes it.

//!include model/motion
//!include model/world

// Positions beyond this are a fault of the model, in units of 1/256 m: 8,000 km.
const MAX_POSITION: i32 = 2048000000;

fn out_of_range(x: i32, y: i32) -> bool {
    return x > MAX_POSITION || x < -MAX_POSITION || y > MAX_POSITION || y < -MAX_POSITION;
}

// Where a threat is going, from the beginning of an epoch.
fn course_of(plan: Plan, threat: Threat) -> Course {
    return Course(
        vec3<f32>(0.0, 0.0, 0.0),
        velocity(vec3<i32>(threat.vx, threat.vy, threat.vz)),
        to_point(plan, threat, threat.leg),
        threat.leg,
        threat.leg + 1u >= plan.n_points,
        false,
    );
}

fn to_point(plan: Plan, threat: Threat, leg: u32) -> vec3<f32> {
    let point = points[plan.point_first + leg];
    return between(vec3<i32>(point.x, point.y, 0), vec3<i32>(threat.x, threat.y, threat.z));
}

// One tick of a threat, with the look-up of the next point.
fn advance(plan: Plan, threat: Threat, case_: Case, tick: u32, course: ptr<function, Course>) {
    if threat_tick(plan, wind(case_), case_.tick_s, tick, course) {
        (*course).leg += 1u;
        (*course).is_last = (*course).leg + 1u >= plan.n_points;
        (*course).to_point = to_point(plan, threat, (*course).leg);
    }
}
