//! What a [`Value`] means: the same in wasm and natively.

use super::*;
use crate::secret::Secret;
use serde::Serialize;

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn both_halves_mean_the_same() {
    check_all();
}

/// Panics where a value means something else than it should.
pub(crate) fn check_all() {
    a_value_prints_as_it_was_read();
    what_is_not_json_is_undefined();
    members_are_read_by_their_type();
    undefined_members_are_not_printed();
    an_object_is_shared_by_its_clones();
    what_is_no_object_takes_no_members();
    values_are_compared_as_javascript_does();
    numbers_are_read_as_javascript_reads_them();
    a_value_is_shown_as_javascript_shows_it();
    texts_are_joined_split_and_measured();
    texts_pass_through_addresses();
    each_value_is_of_one_kind();
    a_struct_becomes_an_object_of_its_members();
    undefined_passes_through_a_struct_as_it_is();
}

fn decode(text: &str) -> Value {
    Value::decode(&text.into())
}

/// Whether this is that JSON text.
#[track_caller]
fn assert_json(value: &Value, text: &str) {
    assert!(value.encode().is_ok_and(|json| json == *text), "{text}");
}

fn a_value_prints_as_it_was_read() {
    for text in [
        r#"{"b":1,"a":[true,null,"é\n",-2.5],"c":{"d":""}}"#,
        "null",
        "[]",
        "\"𝄞\"",
        "0.1",
    ] {
        assert_json(&decode(text), text);
    }
    assert!(Value::undefined().encode().is_ok_and(|json| json.is_undefined()));
    assert_json(&f64::NAN.into(), "null");
}

fn what_is_not_json_is_undefined() {
    for text in ["", "<html>", "{", "undefined", "NaN", "'x'", "[1,]"] {
        assert!(decode(text).is_undefined(), "{text}");
    }
    assert!(Value::decode(&Value::undefined()).is_undefined());
    assert!(Value::decode(&object()).is_undefined());
    // Storage gives null where nothing is.
    assert!(Value::decode(&Value::null()) == Value::null());
    assert!(Value::decode(&7.0.into()) == Value::from(7.0));
}

fn members_are_read_by_their_type() {
    let value = decode(r#"{"text":"x","empty":"","number":3,"list":[1,"y"],"null":null,"is":false}"#);
    assert!(value.text("text") == *"x");
    for none in ["number", "empty", "list", "null", "is", "absent"] {
        assert!(value.text(none).is_undefined(), "{none}");
    }
    assert!(value.get("number").number() == 3.0);
    assert!(value.get("null") == Value::null());
    assert!(value.get_member(&"text".into()) == *"x");
    assert!(value.get("absent").is_undefined());
    assert!(value.get("absent").get("further").is_undefined());
    for none in ["text", "empty", "number", "null", "is"] {
        let none = value.get(none);
        assert!(none.get("length").is_undefined() && none.at(0).is_undefined());
        assert!(none.items().is_empty());
    }
    let list = value.get("list");
    assert!(list.at(0) == Value::from(1.0) && list.at(1) == *"y" && list.at(2).is_undefined());
    assert!(
        list.get("length") == Value::from(2.0) && list.get("0") == Value::from(1.0) && list.get("x").is_undefined()
    );
    let items = list.items();
    assert!(items.len() == 2 && items[0] == Value::from(1.0) && items[1] == *"y");
    assert!(Value::undefined().items().is_empty() && object().items().is_empty());
}

fn undefined_members_are_not_printed() {
    let value = object_of(&[("a", Value::undefined()), ("b", Value::null()), ("c", "d".into())]);
    assert_json(&value, r#"{"b":null,"c":"d"}"#);
    assert_json(&Value::list(vec![Value::undefined()]), "[null]");
}

fn an_object_is_shared_by_its_clones() {
    let one = object_of(&[("a", "1".into())]);
    let other = one.clone();
    assert!(other.set("b", &"2".into()));
    assert_json(&one, r#"{"a":"1","b":"2"}"#);
    let same = one.clone().with("a", &Value::null()).with_text("c", "3");
    assert_json(&other, r#"{"a":null,"b":"2","c":"3"}"#);
    assert!(same == one && other == one, "it is one object");

    let outer = object().with("inner", &one);
    outer.get("inner").set("d", &true.into());
    assert!(one.get("d") == Value::from(true));
    let listed = Value::list(vec![one.clone()]);
    listed.items()[0].set("e", &false.into());
    assert!(one.get("e") == Value::from(false));
    // A copy by way of JSON is another object.
    let copy = Value::decode(&one.encode().unwrap_or(Value::undefined()));
    copy.set("a", &"changed".into());
    assert!(one.get("a") == Value::null());

    let named = object().with_member(&7.0.into(), &"x".into());
    assert!(named.get("7") == *"x" && named.get_member(&7.0.into()) == *"x");
    // A text is no prototype.
    assert_json(&object().with_text("__proto__", "x"), "{}");
}

fn what_is_no_object_takes_no_members() {
    for value in [Value::undefined(), Value::null(), true.into(), 1.0.into(), "x".into()] {
        assert!(!value.set("a", &"b".into()));
        assert!(value.clone().with("a", &"b".into()) == value);
        assert!(value.get("a").is_undefined());
    }
}

fn values_are_compared_as_javascript_does() {
    let different = [
        Value::undefined(),
        Value::null(),
        true.into(),
        false.into(),
        0.0.into(),
        1.0.into(),
        "".into(),
        "0".into(),
        "true".into(),
        "null".into(),
        object(),
    ];
    for (place, one) in different.iter().enumerate() {
        for (other_place, other) in different.iter().enumerate() {
            assert!((one == other) == (place == other_place), "{place} {other_place}");
        }
        assert!(one.clone() == *one, "{place}");
    }
    let nan = Value::from(f64::NAN);
    assert!(nan != nan.clone());
    let (text, number) = (Value::from("é"), Value::from(1.0));
    assert!(text == *"é" && number != *"1");
    assert!(Value::from("b").is_one_of(&["a", "b"]) && !Value::from("b").is_one_of(&[]));
    assert!(Value::from("").or("x") == *"x" && Value::from("y").or("x") == *"y");
}

fn numbers_are_read_as_javascript_reads_them() {
    for (text, number) in [
        ("", 0.0),
        (" 12 ", 12.0),
        ("012", 12.0),
        ("-1.5", -1.5),
        ("+1", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("0x10", 16.0),
        ("Infinity", f64::INFINITY),
    ] {
        assert!(Value::from(text).number() == number, "{text}");
    }
    for text in ["x", "1x", "1 2", "inf", "infinity", "NaN", "1_000", "-", "e"] {
        assert!(Value::from(text).number().is_nan(), "{text}");
    }
    assert!(Value::from(2.5).number() == 2.5);
    assert!(Value::null().number() == 0.0 && Value::from(true).number() == 1.0);
    assert!(Value::undefined().number().is_nan() && object().number().is_nan());
    assert!(Value::list(vec![]).number() == 0.0 && Value::list(vec!["7".into()]).number() == 7.0);
}

fn a_value_is_shown_as_javascript_shows_it() {
    for (value, shown) in [
        (Value::undefined(), "undefined"),
        (Value::null(), "null"),
        (true.into(), "true"),
        ("é".into(), "é"),
        (7.0.into(), "7"),
        ((-0.0).into(), "0"),
        ((-2.5).into(), "-2.5"),
        (1_770_091_506.0.into(), "1770091506"),
        (1e20.into(), "100000000000000000000"),
        (1.5e21.into(), "1.5e+21"),
        (1.5e-7.into(), "1.5e-7"),
        (f64::NAN.into(), "NaN"),
        (f64::NEG_INFINITY.into(), "-Infinity"),
        (object(), "[object Object]"),
        (decode(r#"[1,null,["a","b"]]"#), "1,,a,b"),
    ] {
        assert!(value.shown() == *shown, "{shown}");
        let text = if value.is_undefined() || value == Value::null() {
            ""
        } else {
            shown
        };
        assert!(value.to_text() == *text, "{shown}");
        assert!(Value::from("a ") + &value == *["a ", shown].concat(), "{shown}");
    }
    for (value, is_true) in [
        (true.into(), true),
        ("True".into(), true),
        ("TRUE".into(), true),
        (false.into(), false),
        (1.0.into(), false),
        ("true ".into(), false),
        (Value::undefined(), false),
    ] {
        assert!(value.is_true_in_any_case() == is_true);
    }
}

fn texts_are_joined_split_and_measured() {
    let text = Value::from("user") + "." + &Value::from("id") + &Value::from(7.0);
    assert!(text == *"user.id7");
    for (text, parts) in [("a.b", 2), (".", 2), ("", 1), ("a", 1), ("a..b", 3)] {
        let split = Value::from(text).split(".");
        assert!(split.is_list() && split.len() == parts, "{text}");
    }
    assert!(Value::from("a.b").split(".").at(1) == *"b");
    for none in [Value::undefined(), Value::null(), 1.5.into(), object()] {
        assert!(none.split(".").len() == 0 && none.len() == 0 && none.bytes().is_empty());
    }
    // A text has UTF-16 units; bytes are UTF-8's.
    let text = Value::from("é𝄞");
    assert!(text.len() == 3 && text.bytes() == "é𝄞".as_bytes());
    assert!(Value::list(vec![Value::undefined(), "x".into()]).len() == 2);
    assert!(object_of(&[("length", 3.0.into())]).len() == 0);
}

fn texts_pass_through_addresses() {
    for (text, encoded) in [
        ("", ""),
        ("openid email", "openid%20email"),
        ("https://a/?b=ü&€", "https%3A%2F%2Fa%2F%3Fb%3D%C3%BC%26%E2%82%AC"),
        ("aZ09-_.!~*'()", "aZ09-_.!~*'()"),
        ("+😀%", "%2B%F0%9F%98%80%25"),
    ] {
        assert!(Value::from(text).encoded_for_address() == *encoded, "{text}");
        assert!(Value::from(encoded).decoded_from_address() == *text, "{text}");
        assert!(Value::of_units(&Value::from(text).units()) == *text, "{text}");
    }
    for text in ["100%", "%zz", "%E2%82", "a%2"] {
        assert!(Value::from(text).decoded_from_address() == *text, "{text}");
    }
    assert_eq!(Value::from("€😀").units(), [0x20ac, 0xd83d, 0xde00]);
    assert!(Value::from("LOGÎN").lower_case() == *"logîn");
}

fn each_value_is_of_one_kind() {
    let list = || Value::list(vec![]);
    // In turn: undefined, text, flag, number, array, object or null, true in a condition.
    for (value, kinds) in [
        (Value::undefined(), [true, false, false, false, false, false, false]),
        (Value::null(), [false, false, false, false, false, true, false]),
        ("".into(), [false, true, false, false, false, false, false]),
        ("0".into(), [false, true, false, false, false, false, true]),
        (false.into(), [false, false, true, false, false, false, false]),
        (true.into(), [false, false, true, false, false, false, true]),
        (0.0.into(), [false, false, false, true, false, false, false]),
        (f64::NAN.into(), [false, false, false, true, false, false, false]),
        (1.0.into(), [false, false, false, true, false, false, true]),
        (list(), [false, false, false, false, true, true, true]),
        (object(), [false, false, false, false, false, true, true]),
    ] {
        let found = [
            value.is_undefined(),
            value.is_text(),
            value.is_bool(),
            value.is_number(),
            value.is_list(),
            value.is_object(),
            value.is_truthy(),
        ];
        assert!(found == kinds, "{found:?} {kinds:?}");
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Members<'a> {
    passed_on: &'a Value,
    secret: &'a Secret,
    left_out: Value,
    flag: bool,
    inner: Inner,
}

#[derive(Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Inner {
    device_key: Value,
    srp_a: &'static str,
}

fn a_struct_becomes_an_object_of_its_members() {
    let value = to_value(&Members {
        passed_on: &decode(r#"{"a":[1,null,{"b":"c"}],"d":2.5}"#),
        secret: &"s3cret".into(),
        left_out: Value::undefined(),
        flag: true,
        inner: Inner {
            device_key: Value::null(),
            srp_a: "05",
        },
    });
    assert!(value.get("LeftOut").is_undefined());
    let text = r#"{"PassedOn":{"a":[1,null,{"b":"c"}],"d":2.5},"Secret":"s3cret","Flag":true,"Inner":{"DEVICE_KEY":null,"SRP_A":"05"}}"#;
    assert_json(&value, text);
}

fn undefined_passes_through_a_struct_as_it_is() {
    let list = Value::list(vec![Value::undefined(), "x".into()]);
    let value = to_value(&object_of(&[("gone", Value::undefined()), ("list", list)]));
    assert!(value.get("gone").is_undefined() && value.get("list").at(0).is_undefined());
    assert_json(&value, r#"{"list":[null,"x"]}"#);
    assert!(to_value(&Value::undefined()).is_undefined());
}
