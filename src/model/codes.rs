//! Small integers with a meaning, shared with the shaders (`shaders/model/codes.wgsl`); a test compares the two lists.

macro_rules! codes {
    ($( $(#[$doc:meta])* $name:ident = $value:expr; )*) => {
        $( $(#[$doc])* pub const $name: u32 = $value; )*
        /// Every code by name, for the comparison with the shaders.
        pub const ALL: &[(&str, u32)] = &[ $( (stringify!($name), $name), )* ];
    };
}

codes! {
    /// Not yet started.
    THREAT_PENDING = 0;
    /// In the air.
    THREAT_AIRBORNE = 1;
    /// Arrived in this epoch, not yet scored.
    THREAT_ARRIVED = 2;
    /// Killed in this epoch, not yet scored.
    THREAT_STRUCK = 3;
    /// Killed by an interceptor.
    THREAT_KILLED = 4;
    /// Got lost on the way.
    THREAT_LOST = 5;
    /// Arrived and hit.
    THREAT_LEAKED_HIT = 6;
    /// Arrived and missed what it was aimed at.
    THREAT_LEAKED_MISS = 7;

    /// No track.
    TRACK_NONE = 0;
    /// Detected, not confirmed.
    TRACK_TENTATIVE = 1;
    /// Confirmed: part of the picture.
    TRACK_CONFIRMED = 2;

    /// In the magazine.
    ROUND_READY = 0;
    /// Ordered, waiting for its launch.
    ROUND_ORDERED = 1;
    /// In flight, steered along the track.
    ROUND_CRUISE = 2;
    /// In flight, its seeker has the target.
    ROUND_TERMINAL = 3;
    /// In flight without a target.
    ROUND_ORPHAN = 4;
    /// In flight, an order for another target is on its way.
    ROUND_RETARGET = 5;
    /// Killed its target.
    ROUND_HIT = 6;
    /// Used up its tries.
    ROUND_MISSED = 7;
    /// Ran out of endurance.
    ROUND_EXPIRED = 8;
    /// Given up: its target was gone and there was no other.
    ROUND_ABORTED = 9;

    /// A radar.
    SENSOR_RADAR = 0;
    /// An area of microphones.
    SENSOR_ACOUSTIC = 1;
    /// A perfect sensor.
    SENSOR_IDEAL = 2;

    /// `Guidance::PurePursuit`.
    GUIDANCE_PURSUIT = 0;
    /// `Guidance::LeadCollision`.
    GUIDANCE_LEAD = 1;
    /// `Guidance::ProportionalNavigation`.
    GUIDANCE_PN = 2;
    /// `Guidance::AugmentedProportionalNavigation`.
    GUIDANCE_APN = 3;

    /// `Objective::Distance`.
    OBJECTIVE_DISTANCE = 0;
    /// `Objective::TimeToIntercept`.
    OBJECTIVE_TIME = 1;
    /// `Objective::ExpectedValueSaved`.
    OBJECTIVE_VALUE = 2;

    /// Nothing is assigned.
    RULE_NONE = 0;
    /// Greedy, in a random order.
    RULE_RANDOM = 1;
    /// Greedy, cheapest pair first.
    RULE_NEAREST = 2;
    /// Greedy, most urgent target first.
    RULE_URGENCY = 3;
    /// The assignment is found on the host.
    RULE_HOST = 4;
    /// Greedy, greatest gain first.
    RULE_MARGINAL_RETURN = 5;
    /// Most shots at the least cost, by auction.
    RULE_AUCTION = 6;

    /// The track was confirmed at some time.
    SEEN_CONFIRMED = 1;
    /// At some decision a weapon could have met it, were there time.
    SEEN_REACHABLE = 2;
    /// ... and in time.
    SEEN_TIMELY = 4;
    /// ... with rounds left.
    SEEN_ROUNDS = 8;
    /// ... and with a channel and a rail free.
    SEEN_CAPACITY = 16;
    /// A shot was ordered at it.
    SEEN_ENGAGED = 32;
    /// At some decision it was passed over as a decoy.
    SEEN_AS_DECOY = 64;
    /// At some decision it wanted a shot, so that its reach was judged.
    SEEN_JUDGED = 128;

    /// Not a leaker.
    CAUSE_NONE = 0;
    /// Never a confirmed track.
    CAUSE_UNDETECTED = 1;
    /// Tracked, but every weapon would have come too late.
    CAUSE_TRACKED_TOO_LATE = 2;
    /// No weapon could ever have met it.
    CAUSE_UNREACHABLE = 3;
    /// Every magazine in reach was empty.
    CAUSE_NO_INTERCEPTOR = 4;
    /// Rounds in reach, but no free channel or rail.
    CAUSE_NO_CHANNEL = 5;
    /// It could have been engaged and was not.
    CAUSE_NOT_ASSIGNED = 6;
    /// Engaged, and not killed.
    CAUSE_MISSED = 7;
    /// Taken for killed or for a decoy.
    CAUSE_WRONGLY_ASSESSED = 8;

    /// Stage numbers, part of every event's hash.
    STAGE_SPAWN = 1;
    /// Sensing and tracking.
    STAGE_SENSE = 2;
    /// Assessment of kills.
    STAGE_ASSESS = 3;
    /// Assignment.
    STAGE_ASSIGN = 4;
    /// Launch and hand-over.
    STAGE_LAUNCH = 5;
    /// Motion.
    STAGE_FLY = 6;
    /// Settlement of passes.
    STAGE_SETTLE = 7;
    /// Arrivals, causes, counts.
    STAGE_SCORE = 8;

    /// A threat starts.
    EVENT_AIRBORNE = 1;
    /// A threat gets lost.
    EVENT_LOST = 2;
    /// A track is confirmed; detail: sensor x 2 + believed a decoy.
    EVENT_CONFIRMED = 3;
    /// A track is dropped.
    EVENT_DROPPED = 4;
    /// A track believed dead is taken up again.
    EVENT_REOPENED = 5;
    /// A pass is assessed; entity: round; detail: threat x 2 + taken for a kill.
    EVENT_ASSESSED = 6;
    /// A round is ordered; detail: target.
    EVENT_ORDERED = 7;
    /// An interceptor in flight gets another target; detail: target.
    EVENT_RETARGETED = 8;
    /// A round takes a channel; detail: channel.
    EVENT_CHANNEL_HELD = 9;
    /// A round gives up its channel; detail: channel.
    EVENT_CHANNEL_FREED = 10;
    /// An order is cancelled before the launch; detail: target.
    EVENT_CANCELLED = 11;
    /// A round is launched; detail: target.
    EVENT_LAUNCHED = 12;
    /// The seeker has the target; detail: target.
    EVENT_ACQUIRED = 13;
    /// The seeker failed; detail: target.
    EVENT_NOT_ACQUIRED = 14;
    /// The target is gone; detail: target.
    EVENT_ORPHANED = 15;
    /// A round has used up its tries; detail: target.
    EVENT_MISSED = 16;
    /// Endurance is over.
    EVENT_EXPIRED = 17;
    /// Given up.
    EVENT_ABORTED = 18;
    /// A pass killed; detail: target.
    EVENT_KILL = 19;
    /// A pass did not kill; detail: target.
    EVENT_PASS_FAILED = 20;
    /// A pass came after the target's end; detail: target.
    EVENT_PASS_VOID = 21;
    /// A threat was killed (scored).
    EVENT_KILLED = 22;
    /// A threat leaked; detail: cause x 2 + hit.
    EVENT_LEAKED = 23;

    /// A fixed-point position left its range.
    FAULT_POSITION = 1;
    /// More orders than room for them.
    FAULT_ORDERS = 2;
    /// An order named a round, channel or rail that was not free.
    FAULT_RESOURCE = 4;
    /// A device did not come to the end of a decision.
    FAULT_UNDECIDED = 8;

    /// A cost that means "cannot be done".
    INFEASIBLE = 0xffff_ffff;
}
