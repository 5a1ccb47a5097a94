//! Operations on the text: what they leave alone, what they undo, what they make.

use glam::{DVec2, dvec2};
use proptest::prelude::*;

use super::*;
use crate::scenario::{parse, shipped};

/// Every list of the format that a form can add to, with its members' parents standing at place 0.
const LISTS: &[&str] = &[
    "assets",
    "threat_types",
    "raid.launch_areas",
    "raid.routes",
    "raid.waves",
    "radars",
    "acoustic_areas",
    "ideal_sensors",
    "interceptor_types",
    "sites",
    "variants",
];
const NESTED: &[(&str, &str)] = &[
    ("raid.waves", "composition"),
    ("raid.waves", "targets"),
    ("raid.waves", "routes"),
    ("raid.routes", "waypoints"),
    ("sites", "magazines"),
    ("acoustic_areas", "polygon"),
];

fn document(name: &str) -> Document {
    Document::open(name).expect("a shipped scenario")
}

fn text_document(text: &str) -> Document {
    Document::new(Source::File("test.toml".into()), text.to_owned())
}

fn mistakes(document: &Document) -> Vec<String> {
    match parse(document.text(), "test.toml", None) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(|problem| format!("{}; {}", problem.message, problem.remedy)).collect(),
    }
}

#[test]
fn a_number_changes_and_nothing_else_does() {
    let mut document = document("mass-raid");
    let before = document.text().to_owned();
    document.set(&Address::of("threat_types").ix(0).key("cruise_speed_mps"), "51.5", None).expect("a place");
    let line = "cruise_speed_mps = 47.2         # 170 km/h, the middle of 150-190";
    assert!(before.contains(line));
    assert_eq!(document.text(), before.replacen(line, &line.replace("47.2", "51.5"), 1));
    assert!(document.is_dirty() && document.undo() && !document.is_dirty());
    assert_eq!(document.text(), before);
}

#[test]
fn a_key_left_out_goes_where_the_format_has_it_and_comes_out_again() {
    let mut document = document("force-protection");
    let before = document.text().to_owned();
    let key = Address::of("sites").ix(1).key("altitude_m");
    document.set(&key, "120.0", None).expect("a place");
    assert!(
        document.text().contains("position = { east_m = -6000.0, north_m = -12000.0 }\naltitude_m = 120.0\nmagazines")
    );
    document.unset(&key, None).expect("it is there");
    assert_eq!(document.text(), before);
}

#[test]
fn a_missing_table_gets_its_header_in_its_place() {
    let mut document = text_document("name = \"x\"\n\n[theatre]\nextent_m = 1.0\n\n# Sites.\n[[sites]]\nname = \"s\"");
    document.set(&Address::of("doctrine.assigner"), "\"auction\"", None).expect("a place");
    document.set(&Address::of("tracking.confirm_hits"), "3", None).expect("a place");
    let expected = "name = \"x\"\n\n[theatre]\nextent_m = 1.0\n\n[tracking]\nconfirm_hits = 3\n\n# Sites.\n[[sites]]\nname = \"s\"\n\n\
                    [doctrine]\nassigner = \"auction\"\n";
    assert_eq!(document.text(), expected);
}

#[test]
fn line_breaks_of_the_other_kind_stay() {
    let mut document = text_document("[theatre]\r\nextent_m = 5.0 # far\r\n\r\n[doctrine]\r\n");
    document.set(&Address::of("theatre.duration_s"), "60.0", None).expect("a place");
    document.set(&Address::of("theatre.extent_m"), "6.0", None).expect("a place");
    let expected = "[theatre]\r\nextent_m = 6.0 # far\r\nduration_s = 60.0\r\n\r\n[doctrine]\r\n";
    assert_eq!(document.text(), expected);
}

#[test]
fn added_members_are_good_and_come_out_without_a_trace() {
    for shipped in shipped() {
        let mut document = document(shipped.name);
        let known = mistakes(&document);
        assert!(known.is_empty());
        let nested = NESTED.iter().filter_map(|(list, key)| {
            let holder = Address::of(list).ix(0);
            (document.count(&Address::of(list)) > 0).then(|| holder.key(key))
        });
        let lists: Vec<Address> = LISTS.iter().map(|list| Address::of(list)).chain(nested).collect();
        for list in lists {
            let before = document.text().to_owned();
            let had = document.count(&list);
            let member = document.add(&list, None, dvec2(1234.5, -777.0), 10.0).expect("a place");
            assert_eq!(document.count(&list), had + 1, "{} {list}", shipped.name);
            // A second part of the same type, a corner alone or a route in a file without routes are mistakes that only more
            // editing can mend.
            let can_be_good = !["composition", "targets", "magazines", "routes", "polygon"]
                .contains(&list.last_key().expect("lists have keys"))
                || list.pattern() == "raid.routes";
            if can_be_good {
                assert_eq!(mistakes(&document), Vec::<String>::new(), "{} {list}\n{}", shipped.name, document.text());
            }
            document.remove(&member).expect("it is there");
            if had > 0 {
                assert_eq!(document.text(), before, "{} {list}", shipped.name);
            }
            while document.text() != before {
                assert!(document.undo());
            }
        }
    }
}

#[test]
fn a_scenario_can_be_made_from_nothing() {
    let mut document = text_document("");
    for (key, value) in [("name", "\"mine\""), ("summary", "\"From nothing.\"")] {
        document.set(&Address::of(key), value, None).expect("a place");
    }
    let theatre =
        [("origin_lat_deg", "50.0"), ("origin_lon_deg", "30.0"), ("extent_m", "90000.0"), ("duration_s", "3600.0")];
    for (key, value) in theatre {
        document.set(&Address::of("theatre").key(key), value, None).expect("a place");
    }
    for list in LISTS {
        document.add(&Address::of(list), None, DVec2::ZERO, 1.0).expect("a place");
    }
    assert_eq!(mistakes(&document), Vec::<String>::new(), "{}", document.text());
    assert!(document.text().starts_with("name = \"mine\"\nsummary"), "{}", document.text());
}

#[test]
fn a_copy_keeps_comments_and_has_a_name_of_its_own() {
    let mut document = document("force-protection");
    let before = document.text().to_owned();
    let copy = document.duplicate(&Address::of("sites").ix(0)).expect("a place");
    assert_eq!(copy, Address::of("sites").ix(1));
    assert!(document.text().contains("[[sites]]\nname = \"Sting east 2\"\nposition"));
    assert_eq!(document.text().matches("# assumed").count(), before.matches("# assumed").count() + 2);
    assert!(mistakes(&document).is_empty());
    document.remove(&copy).expect("it is there");
    assert_eq!(document.text(), before);
}

#[test]
fn members_in_brackets_keep_their_lines() {
    let text = "polygon = [\n    { east_m = 1.0, north_m = 2.0 }, # first\n    { east_m = 3.0, north_m = 4.0 } # last\n]\nroutes = [\"a\", \"b\"]\n";
    let mut document = text_document(&format!("[[acoustic_areas]]\n{text}"));
    let polygon = Address::of("acoustic_areas").ix(0).key("polygon");
    document.add(&polygon, Some(0), dvec2(9.0, 8.0), 1.0).expect("a place");
    document.add(&polygon, None, dvec2(7.0, 6.0), 1.0).expect("a place");
    let expected = "polygon = [\n    { east_m = 1.0, north_m = 2.0 }, # first\n    { east_m = 9.0, north_m = 8.0 },\n    \
                    { east_m = 3.0, north_m = 4.0 }, # last\n    { east_m = 7.0, north_m = 6.0 }\n]\nroutes = [\"a\", \"b\"]\n";
    assert_eq!(document.text(), format!("[[acoustic_areas]]\n{expected}"));
    document.remove(&polygon.ix(1)).expect("it is there");
    document.remove(&Address::of("acoustic_areas").ix(0).key("routes").ix(1)).expect("it is there");
    assert!(document.text().contains("first\n    { east_m = 3.0") && document.text().contains("routes = [\"a\"]"));
}

#[test]
fn a_new_name_goes_everywhere_it_is_used() {
    let mut document = document("force-protection");
    document.rename(&Address::of("interceptor_types").ix(0), "Hornet \"B\"").expect("a place");
    document.rename(&Address::of("threat_types").ix(0), "Geran.2").expect("a place");
    document.rename(&Address::of("raid.launch_areas").ix(0), "Sunrise").expect("a place");
    document.rename(&Address::of("raid.routes").ix(0), "South about").expect("a place");
    document.rename(&Address::of("assets").ix(1), "Airfield").expect("a place");
    assert_eq!(mistakes(&document), Vec::<String>::new());
    let text = document.text();
    assert!(!text.contains("\"Sting\"") && text.contains("\"sites.*.magazines.Hornet \\\"B\\\".rounds\" = 0"));
    assert!(!text.contains("type = \"Shahed-136\"") && !text.contains("launch_area = \"East\""));
    // Words in comments are the author's.
    assert!(text.contains("held by Sting- and Merops-class"));
    while document.undo() {}
    assert_eq!(document.text(), shipped().find(|s| s.name == "force-protection").expect("shipped").text);
}

#[test]
fn names_shared_by_two_are_not_followed() {
    let text =
        "[[assets]]\nname = \"A\"\n[[assets]]\nname = \"A\"\n[raid]\nwaves = [{ targets = [{ asset = \"A\" }] }]\n";
    let mut document = text_document(text);
    document.rename(&Address::of("assets").ix(1), "B").expect("a place");
    assert_eq!(document.text(), text.replacen("name = \"A\"\n[raid]", "name = \"B\"\n[raid]", 1));
}

#[test]
fn positions_move_in_the_way_they_are_written() {
    let mut document = document("contract/mixed");
    let (town, bridge) = (Address::of("assets").ix(0).key("position"), Address::of("assets").ix(1).key("position"));
    let to = dvec2(1234.56, -4321.9);
    document.move_to(&town, to, 10.0, Some("drag")).expect("a place");
    document.move_to(&bridge, to, 10.0, Some("drag 2")).expect("a place");
    let written = document.text().lines().find(|line| line.contains("lat_deg = 48.9")).expect("moved").to_owned();
    let digits = |key: &str| {
        let value = written.split(key).nth(1).expect("written").trim_matches([' ', '=', '}', ',']);
        value.split([',', ' ']).next().expect("a number").split('.').nth(1).expect("a fraction").len()
    };
    assert!(digits("lat_deg") <= 5 && digits("lon_deg") <= 5, "{written}");
    assert!(document.text().contains("position = { east_m = 1230.0, north_m = -4320.0 }"));
    let at = document.doc().east_north(town.find(document.root()).expect("it is there")).expect("whole");
    assert!((at - to).length() < 10.0, "{at}");
}

#[test]
fn what_is_not_toml_is_left_to_the_text() {
    let mut document = text_document("name = \n[theatre]\nextent_m = 5.0\n");
    assert!(!document.is_readable());
    let refused = document.set(&Address::of("theatre.extent_m"), "6.0", None);
    assert!(refused.expect_err("no structure").to_string().ends_with("change it in the text"));
    document.set_text("name = \"x\"\n[theatre]\nextent_m = 5.0\n".to_owned(), "typing", None);
    assert!(document.is_readable() && document.set(&Address::of("theatre.extent_m"), "6.0", None).is_ok());
}

#[test]
fn dotted_keys_are_changed_but_not_extended() {
    let mut document = text_document("theatre.extent_m = 5.0\n");
    document.set(&Address::of("theatre.extent_m"), "6.0", None).expect("a place");
    assert_eq!(document.text(), "theatre.extent_m = 6.0\n");
    assert!(document.set(&Address::of("theatre.tick_s"), "0.1", None).is_err());
}

#[test]
fn saving_keeps_what_others_wrote_meanwhile() {
    let folder = std::env::temp_dir().join(format!("kingbird-edit-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("mine.toml");
    let mut document = document("mass-raid");
    assert_eq!(document.save(false), Err(SaveError::NeedsPath));
    document.set(&Address::of("name"), "\"mine\"", None).expect("a place");
    document.save_as(&path, false).expect("a new file");
    assert!(!document.is_dirty());
    let mut again = Document::open(&path.display().to_string()).expect("it was written");
    assert_eq!(again.text(), document.text());
    again.set(&Address::of("name"), "\"theirs\"", None).expect("a place");
    again.save(false).expect("unchanged on disk");
    document.set(&Address::of("name"), "\"ours\"", None).expect("a place");
    assert!(matches!(document.save(false), Err(SaveError::Changed(_))));
    assert!(std::fs::read_to_string(&path).expect("readable").contains("theirs"));
    document.save(true).expect("asked for");
    assert!(std::fs::read_to_string(&path).expect("readable").contains("ours"));
    assert!(matches!(document.save_as(&path, false), Err(SaveError::Exists(_))));
    assert!(document.save_as(&folder, false).is_err(), "a folder is no file");
    assert_eq!(std::fs::read_dir(&folder).expect("readable").count(), 1, "nothing is left aside");
    assert!(Document::open(&folder.display().to_string()).is_err());
    std::fs::remove_dir_all(&folder).expect("removed");
}

/// One edit, chosen by numbers.
#[derive(Clone, Debug)]
enum Edit {
    Add(usize),
    Copy(usize, usize),
    Remove(usize, usize),
    Move(usize, f64, f64),
    Value(usize, f64),
    Unset(usize),
    Rename(usize, usize, String),
    Nested(usize, usize, bool),
    Undo,
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (0..LISTS.len()).prop_map(Edit::Add),
        (0..LISTS.len(), 0..9usize).prop_map(|(list, ix)| Edit::Copy(list, ix)),
        (0..LISTS.len(), 0..9usize).prop_map(|(list, ix)| Edit::Remove(list, ix)),
        (0..9usize, -1.0e5..1.0e5f64, -1.0e5..1.0e5f64).prop_map(|(ix, east, north)| Edit::Move(ix, east, north)),
        (0..9usize, -1.0e6..1.0e6f64).prop_map(|(ix, value)| Edit::Value(ix, value)),
        (0..9usize).prop_map(Edit::Unset),
        (0..LISTS.len(), 0..9usize, "[a-z .\"é#\\\\]{0,6}").prop_map(|(list, ix, name)| Edit::Rename(list, ix, name)),
        (0..NESTED.len(), 0..4usize, any::<bool>()).prop_map(|(list, ix, add)| Edit::Nested(list, ix, add)),
        Just(Edit::Undo),
    ]
}

fn perform(document: &mut Document, edit: &Edit) {
    let member = |list: usize, ix: usize| Address::of(LISTS[list]).ix(ix);
    // What has no place is refused and must change nothing; everything else is checked below.
    let before = document.text().to_owned();
    let refused = match edit {
        Edit::Add(list) => document.add(&Address::of(LISTS[*list]), None, dvec2(5.0, 6.0), 1.0).is_err(),
        Edit::Copy(list, ix) => document.duplicate(&member(*list, *ix)).is_err(),
        Edit::Remove(list, ix) => document.remove(&member(*list, *ix)).is_err(),
        Edit::Move(ix, east, north) => document
            .move_to(&Address::of("sites").ix(*ix).key("position"), dvec2(*east, *north), 1.0, Some("m"))
            .is_err(),
        Edit::Value(ix, value) => {
            let text = number(*value, None, false);
            document.set(&Address::of("radars").ix(*ix).key("masking_angle_deg"), &text, Some("v")).is_err()
        }
        Edit::Unset(ix) => document.unset(&Address::of("sites").ix(*ix).key("reload_s"), None).is_err(),
        Edit::Rename(list, ix, name) => document.rename(&member(*list, *ix), name).is_err(),
        Edit::Nested(list, ix, add) => {
            let list = Address::of(NESTED[*list].0).ix(*ix).key(NESTED[*list].1);
            if *add {
                document.add(&list, Some(0), DVec2::ZERO, 1.0).is_err()
            } else {
                document.remove(&list.ix(0)).is_err()
            }
        }
        Edit::Undo => {
            document.undo();
            false
        }
    };
    if refused {
        assert_eq!(document.text(), before, "{edit:?} was refused and changed something");
    }
    assert!(document.is_readable(), "{edit:?} broke the text:\n{}", document.text());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undoing_all_gives_the_first_bytes_and_redoing_all_the_last(
        which in 0..12usize,
        edits in proptest::collection::vec(edit(), 1..25),
    ) {
        let name = shipped().nth(which).expect("twelve are shipped").name;
        let mut document = document(name);
        let first = document.text().to_owned();
        for edit in &edits {
            perform(&mut document, edit);
        }
        // An undo among the edits leaves something to be done again.
        while document.redo() {}
        let last = document.text().to_owned();
        // Lines that no edit made must all have been there.
        let comments = |text: &str| text.lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
        let known = comments(&first);
        prop_assert!(comments(&last).iter().all(|line| known.contains(line)));
        while document.undo() {}
        prop_assert!(document.text() == first);
        prop_assert!(!document.is_dirty());
        while document.redo() {}
        prop_assert!(document.text() == last);
    }
}
