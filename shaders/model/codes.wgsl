// Small integers with a meaning; mirrors `src/model/codes.rs`, and a test compares name and value.

const THREAT_PENDING: u32 = 0u;
const THREAT_AIRBORNE: u32 = 1u;
const THREAT_ARRIVED: u32 = 2u;
const THREAT_STRUCK: u32 = 3u;
const THREAT_KILLED: u32 = 4u;
const THREAT_LOST: u32 = 5u;
const THREAT_LEAKED_HIT: u32 = 6u;
const THREAT_LEAKED_MISS: u32 = 7u;

const TRACK_NONE: u32 = 0u;
const TRACK_TENTATIVE: u32 = 1u;
const TRACK_CONFIRMED: u32 = 2u;

const ROUND_READY: u32 = 0u;
const ROUND_ORDERED: u32 = 1u;
const ROUND_CRUISE: u32 = 2u;
const ROUND_TERMINAL: u32 = 3u;
const ROUND_ORPHAN: u32 = 4u;
const ROUND_RETARGET: u32 = 5u;
const ROUND_HIT: u32 = 6u;
const ROUND_MISSED: u32 = 7u;
const ROUND_EXPIRED: u32 = 8u;
const ROUND_ABORTED: u32 = 9u;

const SENSOR_RADAR: u32 = 0u;
const SENSOR_ACOUSTIC: u32 = 1u;
const SENSOR_IDEAL: u32 = 2u;

const GUIDANCE_PURSUIT: u32 = 0u;
const GUIDANCE_LEAD: u32 = 1u;
const GUIDANCE_PN: u32 = 2u;
const GUIDANCE_APN: u32 = 3u;

const OBJECTIVE_DISTANCE: u32 = 0u;
const OBJECTIVE_TIME: u32 = 1u;
const OBJECTIVE_VALUE: u32 = 2u;

const RULE_NONE: u32 = 0u;
const RULE_RANDOM: u32 = 1u;
const RULE_NEAREST: u32 = 2u;
const RULE_URGENCY: u32 = 3u;
const RULE_HOST: u32 = 4u;
const RULE_MARGINAL_RETURN: u32 = 5u;
const RULE_AUCTION: u32 = 6u;

const SEEN_CONFIRMED: u32 = 1u;
const SEEN_REACHABLE: u32 = 2u;
const SEEN_TIMELY: u32 = 4u;
const SEEN_ROUNDS: u32 = 8u;
const SEEN_CAPACITY: u32 = 16u;
const SEEN_ENGAGED: u32 = 32u;
const SEEN_AS_DECOY: u32 = 64u;
const SEEN_JUDGED: u32 = 128u;

const CAUSE_NONE: u32 = 0u;
const CAUSE_UNDETECTED: u32 = 1u;
const CAUSE_TRACKED_TOO_LATE: u32 = 2u;
const CAUSE_UNREACHABLE: u32 = 3u;
const CAUSE_NO_INTERCEPTOR: u32 = 4u;
const CAUSE_NO_CHANNEL: u32 = 5u;
const CAUSE_NOT_ASSIGNED: u32 = 6u;
const CAUSE_MISSED: u32 = 7u;
const CAUSE_WRONGLY_ASSESSED: u32 = 8u;

const STAGE_SPAWN: u32 = 1u;
const STAGE_SENSE: u32 = 2u;
const STAGE_ASSESS: u32 = 3u;
const STAGE_ASSIGN: u32 = 4u;
const STAGE_LAUNCH: u32 = 5u;
const STAGE_FLY: u32 = 6u;
const STAGE_SETTLE: u32 = 7u;
const STAGE_SCORE: u32 = 8u;

const EVENT_AIRBORNE: u32 = 1u;
const EVENT_LOST: u32 = 2u;
const EVENT_CONFIRMED: u32 = 3u;
const EVENT_DROPPED: u32 = 4u;
const EVENT_REOPENED: u32 = 5u;
const EVENT_ASSESSED: u32 = 6u;
const EVENT_ORDERED: u32 = 7u;
const EVENT_RETARGETED: u32 = 8u;
const EVENT_CHANNEL_HELD: u32 = 9u;
const EVENT_CHANNEL_FREED: u32 = 10u;
const EVENT_CANCELLED: u32 = 11u;
const EVENT_LAUNCHED: u32 = 12u;
const EVENT_ACQUIRED: u32 = 13u;
const EVENT_NOT_ACQUIRED: u32 = 14u;
const EVENT_ORPHANED: u32 = 15u;
const EVENT_MISSED: u32 = 16u;
const EVENT_EXPIRED: u32 = 17u;
const EVENT_ABORTED: u32 = 18u;
const EVENT_KILL: u32 = 19u;
const EVENT_PASS_FAILED: u32 = 20u;
const EVENT_PASS_VOID: u32 = 21u;
const EVENT_KILLED: u32 = 22u;
const EVENT_LEAKED: u32 = 23u;

const FAULT_POSITION: u32 = 1u;
const FAULT_ORDERS: u32 = 2u;
const FAULT_RESOURCE: u32 = 4u;
const FAULT_UNDECIDED: u32 = 8u;

const INFEASIBLE: u32 = 0xffffffffu;
