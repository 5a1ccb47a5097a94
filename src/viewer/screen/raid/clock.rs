//! The playhead: which moment is shown, and how fast it moves. Pure; times in ticks, real time in seconds.
//!
//! A moment moves with real time, not with frames, and never past what has been simulated: there it waits, still playing, until
//! more has been made. At the end of a finished film it stops.

/// How fast the playhead moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// Times real time.
    Times(f64),
    /// As fast as it is simulated; what has been made already runs by in [`WHOLE_FILM_S`].
    Max,
}

/// At [`Speed::Max`] a film that is complete takes this long, seconds: fast, and still something to see.
const WHOLE_FILM_S: f64 = 5.0;

/// The longest step of real time that is believed, seconds. A window that was hidden or stuck goes on where it stood instead of
/// jumping; below two frames per second play is slower than asked.
const LONGEST_STEP_S: f64 = 0.5;

impl Speed {
    /// All speeds, slowest first.
    pub const ALL: [Self; 12] = [
        Self::Times(0.1),
        Self::Times(0.25),
        Self::Times(0.5),
        Self::Times(1.0),
        Self::Times(2.0),
        Self::Times(5.0),
        Self::Times(10.0),
        Self::Times(30.0),
        Self::Times(60.0),
        Self::Times(120.0),
        Self::Times(600.0),
        Self::Max,
    ];

    /// The next faster (`by` 1) or slower (`by` -1) of the list; stays at its ends.
    pub fn stepped(self, by: isize) -> Self {
        let at = Self::ALL.iter().position(|speed| *speed == self).unwrap_or(3);
        Self::ALL[at.saturating_add_signed(by).min(Self::ALL.len() - 1)]
    }

    /// For people: `10x`, `max`.
    pub fn label(self) -> String {
        match self {
            Self::Times(times) => format!("{times}x"),
            Self::Max => "max".to_owned(),
        }
    }
}

/// How much of the film there is, as the clock needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Last edge made, ticks.
    pub head_tick: u32,
    /// The raid is over: nothing comes after it.
    pub done: bool,
    /// It broke off before its end: nothing comes after it, unless it is made to go on.
    pub halted: bool,
    /// Ticks that the film has at most; its length once it is done.
    pub most_ticks: u32,
    /// Length of a tick, s.
    pub tick_s: f64,
    /// Ticks in an epoch.
    pub epoch_ticks: u32,
}

impl Extent {
    /// Last tick there is or will be, at most.
    pub fn end_tick(&self) -> u32 {
        if self.done { self.head_tick } else { self.most_ticks.max(self.head_tick) }
    }

    /// Whether its head stands still.
    pub fn stands(&self) -> bool {
        self.done || self.halted
    }

    /// Share that has been simulated, 0 to 1: of the longest time the raid may take, 1 once it is over.
    pub fn share(&self) -> f64 {
        if self.done { 1.0 } else { f64::from(self.head_tick) / f64::from(self.end_tick().max(1)) }
    }
}

/// The playhead.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    tick: f64,
    /// Where it is wanted while that has not been simulated yet.
    wanted: Option<f64>,
    playing: bool,
    speed: Speed,
    last_s: Option<f64>,
}

impl Default for Clock {
    fn default() -> Self {
        Self { tick: 0.0, wanted: None, playing: false, speed: Speed::Times(60.0), last_s: None }
    }
}

impl Clock {
    /// The moment shown, ticks.
    pub fn tick(&self) -> f64 {
        self.tick
    }

    /// Whether it moves by itself.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// How fast it moves when it does.
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// Chooses a speed.
    pub fn set_speed(&mut self, speed: Speed) {
        self.speed = speed;
    }

    /// The moment that is waited for, ticks, where it has not been simulated yet.
    pub fn waits_for(&self) -> Option<f64> {
        self.wanted
    }

    /// Plays or pauses; at the end of the film, or where it broke off, it plays from the beginning.
    pub fn toggle(&mut self, film: &Extent) {
        self.playing = !self.playing;
        self.last_s = None;
        if film.halted {
            self.wanted = None; // whoever plays what there is waits no longer for what may never come
        }
        if self.playing && film.stands() && self.tick >= f64::from(film.head_tick) {
            self.tick = 0.0;
        }
    }

    /// Pauses.
    pub fn pause(&mut self) {
        self.playing = false;
    }

    /// Goes to a moment, ticks. One that has not been simulated is waited for at the head, also where the film broke off: it may
    /// be made to go on.
    pub fn seek(&mut self, tick: f64, film: &Extent) {
        let tick = tick.clamp(0.0, f64::from(film.end_tick()));
        let head = f64::from(film.head_tick);
        self.wanted = (tick > head && !film.done).then_some(tick);
        self.tick = tick.min(head);
    }

    /// Pauses and goes to the next whole tick, `by` 1 or -1.
    pub fn step_ticks(&mut self, by: f64, film: &Extent) {
        self.step(by, 1.0, film);
    }

    /// Pauses and goes to the next edge of an epoch, `by` 1 or -1.
    pub fn step_epochs(&mut self, by: f64, film: &Extent) {
        self.step(by, f64::from(film.epoch_ticks.max(1)), film);
    }

    fn step(&mut self, by: f64, grid: f64, film: &Extent) {
        self.pause();
        let at = self.tick / grid;
        // The nearest whole step strictly beyond, so that a step from between two edges lands on one.
        let next = if by > 0.0 { (at + 1.0e-6).floor() + by } else { (at - 1.0e-6).ceil() + by };
        self.seek(next * grid, film);
    }

    /// Moves on by the real time that has passed. `now_s` is any steady clock.
    pub fn advance(&mut self, now_s: f64, film: &Extent) {
        let head = f64::from(film.head_tick);
        let real_s = self.last_s.map_or(0.0, |last| (now_s - last).clamp(0.0, LONGEST_STEP_S));
        self.last_s = Some(now_s);
        if let Some(wanted) = self.wanted {
            self.tick = wanted.min(head);
            if wanted <= head || film.done {
                self.wanted = None;
            }
            return;
        }
        if self.playing {
            self.tick += real_s * self.ticks_per_second(film);
            self.playing = !(film.stands() && self.tick >= head);
        }
        self.tick = self.tick.clamp(0.0, head);
    }

    /// Goes to the moment that is waited for as far as it has been simulated, without any time passing.
    pub fn settle(&mut self, film: &Extent) {
        if let Some(wanted) = self.wanted {
            self.seek(wanted, film);
        }
    }

    fn ticks_per_second(&self, film: &Extent) -> f64 {
        match self.speed {
            Speed::Times(times) => times / film.tick_s,
            Speed::Max => f64::from(film.end_tick().max(1)) / WHOLE_FILM_S,
        }
    }

    /// Whether the window has to be drawn again soon though nobody touches it.
    pub fn moves(&self, film: &Extent) -> bool {
        self.playing || self.wanted.is_some() && !film.halted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILM: Extent =
        Extent { head_tick: 1000, done: false, halted: false, most_ticks: 2000, tick_s: 0.1, epoch_ticks: 10 };
    const DONE: Extent = Extent { done: true, ..FILM };

    fn playing(speed: Speed) -> Clock {
        let mut clock = Clock { speed, ..Clock::default() };
        clock.toggle(&FILM);
        clock.advance(0.0, &FILM);
        clock
    }

    #[test]
    fn time_passes_alike_at_every_frame_rate() {
        let after = |frames: u32| {
            let mut clock = playing(Speed::Times(10.0));
            for frame in 1..=frames {
                clock.advance(0.4 * f64::from(frame) / f64::from(frames), &FILM);
            }
            clock.tick()
        };
        for frames in [1, 7, 24, 60] {
            assert!((after(frames) - 40.0).abs() < 1e-9, "{frames} frames: {}", after(frames));
        }
    }

    #[test]
    fn it_waits_at_the_head_and_stops_at_the_end() {
        let mut clock = playing(Speed::Times(600.0));
        clock.advance(0.5, &FILM);
        assert_eq!((clock.tick(), clock.is_playing()), (1000.0, true));
        clock.advance(0.6, &Extent { head_tick: 1300, ..FILM });
        assert_eq!((clock.tick(), clock.is_playing()), (1300.0, true));
        clock.advance(0.7, &Extent { head_tick: 1400, done: true, ..FILM });
        assert_eq!((clock.tick(), clock.is_playing()), (1400.0, false));
    }

    #[test]
    fn what_is_not_simulated_yet_is_waited_for() {
        let mut clock = Clock::default();
        clock.seek(1500.0, &FILM);
        assert_eq!((clock.tick(), clock.waits_for()), (1000.0, Some(1500.0)));
        clock.advance(1.0, &Extent { head_tick: 1490, ..FILM });
        assert_eq!((clock.tick(), clock.waits_for()), (1490.0, Some(1500.0)));
        clock.advance(2.0, &Extent { head_tick: 1510, ..FILM });
        assert_eq!((clock.tick(), clock.waits_for()), (1500.0, None));
        clock.seek(1900.0, &FILM);
        clock.advance(3.0, &DONE);
        assert_eq!((clock.tick(), clock.waits_for()), (1000.0, None));
    }

    #[test]
    fn where_a_film_broke_off_nothing_moves_and_what_was_wanted_is_kept() {
        let halted = Extent { halted: true, ..FILM };
        let mut clock = Clock::default();
        clock.seek(1500.0, &halted);
        clock.advance(1.0, &halted);
        assert_eq!((clock.tick(), clock.waits_for()), (1000.0, Some(1500.0)));
        assert!(!clock.moves(&halted) && clock.moves(&FILM));
        assert_eq!((halted.end_tick(), halted.share()), (2000, 0.5));
        clock.advance(2.0, &Extent { head_tick: 1600, ..FILM });
        assert_eq!((clock.tick(), clock.waits_for()), (1500.0, None));
        clock.seek(1500.0, &halted);
        clock.toggle(&halted);
        assert_eq!((clock.tick(), clock.waits_for(), clock.is_playing()), (0.0, None, true));
        clock.seek(1000.0, &halted);
        clock.advance(3.0, &halted);
        assert!(!clock.is_playing());
    }

    #[test]
    fn steps_land_on_edges() {
        let mut clock = Clock::default();
        clock.seek(14.5, &FILM);
        clock.step_epochs(1.0, &FILM);
        assert_eq!(clock.tick(), 20.0);
        clock.step_epochs(-1.0, &FILM);
        assert_eq!(clock.tick(), 10.0);
        clock.step_ticks(1.0, &FILM);
        assert_eq!(clock.tick(), 11.0);
        clock.seek(11.5, &FILM);
        clock.step_ticks(-1.0, &FILM);
        assert_eq!(clock.tick(), 11.0);
        clock.seek(0.0, &FILM);
        clock.step_ticks(-1.0, &FILM);
        assert_eq!(clock.tick(), 0.0);
    }

    #[test]
    fn playing_at_the_end_starts_over_and_a_long_gap_is_no_jump() {
        let mut clock = Clock::default();
        clock.seek(1000.0, &DONE);
        clock.toggle(&DONE);
        assert_eq!(clock.tick(), 0.0);
        clock.set_speed(Speed::Times(1.0));
        clock.advance(10.0, &DONE);
        clock.advance(100.0, &DONE);
        assert_eq!(clock.tick(), 5.0);
    }

    #[test]
    fn the_whole_film_runs_by_at_the_highest_speed() {
        let mut clock = playing(Speed::Max);
        for frame in 1..=50 {
            clock.advance(0.1 * f64::from(frame), &DONE);
        }
        assert!(!clock.is_playing() || clock.tick() > 990.0, "{clock:?}");
    }

    #[test]
    fn speeds_go_up_and_down_and_stay_in_the_list() {
        assert_eq!(Speed::Times(1.0).stepped(1), Speed::Times(2.0));
        assert_eq!(Speed::Times(0.1).stepped(-1), Speed::Times(0.1));
        assert_eq!(Speed::Max.stepped(1), Speed::Max);
        assert_eq!(Speed::ALL.map(Speed::label)[..3], ["0.1x", "0.25x", "0.5x"]);
    }
}
