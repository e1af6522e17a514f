//! What the library does beyond the recorded cases, each by its own rules of conversion.

use console_rules::ognl::{MapContext, Outcome, Program, Value};

fn span() -> MapContext {
    serde_json::from_str(
        r#"{"n":7,"big":9223372036854775807,"x":2.5,"s":"Hello","num":"42","e":"é😀","t":true,"nul":null,
            "tags":["eu","prod","x"],"nums":[3,1,2],"empty":[],"http.status_code":404,"user":{"id":5,"name":"ann"}}"#,
    )
    .expect("a span")
}

/// Type and text of the value, or the class of the error.
fn told(text: &str) -> String {
    let program = Program::compile(text).unwrap_or_else(|found| panic!("{text}: {found:?}"));
    match program.evaluate(&span()) {
        Outcome::Value(Value::Null) => "null".to_owned(),
        Outcome::Value(value) => format!("{} {}", value.type_name(), value.text()),
        Outcome::Error(error) => error.kind.class().to_owned(),
        Outcome::NotEvaluated(reason) => format!("not evaluated: {reason}"),
    }
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(told(text), *expected, "{text}");
    }
}

#[test]
fn numbers_take_the_wider_type() {
    check(&[
        ("7 / 2", "Integer 3"),
        ("7 / 2.0", "Double 3.5"),
        ("7L % 4", "Long 3"),
        ("2147483647 + 1", "Integer -2147483648"),
        ("2147483647 + 1L", "Long 2147483648"),
        ("big + 1", "Long -9223372036854775808"),
        ("1f + 1", "Double 2.0"),
        ("1f + 1.5f", "Float 2.5"),
        ("1f / 3f", "Float 0.33333334"),
        ("1.5 % 2", "Double 1.0"),
        ("5h * 3", "BigInteger 15"),
        ("5h + 1.5", "BigDecimal 6.5"),
        ("1.10b + 2", "BigDecimal 3.10"),
        ("10.00b / 3", "BigDecimal 3.33"),
        ("1b / 8", "BigDecimal 0"),
        ("5b % 3", "BigInteger 2"),
        ("\"3\" * \"4\"", "BigInteger 12"),
        ("\"3\" * 4", "Double 12.0"),
        ("-num", "BigInteger -42"),
        ("-s", "NumberFormatException"),
        ("t + t", "Integer 2"),
        ("'a' + 'b'", "Integer 195"),
        ("'a' + 1", "String a1"),
        ("nul + nul", "String nullnull"),
        ("s + nul", "String Hellonull"),
        ("n + nul", "NullPointerException"),
        ("nul * 3", "Double 0.0"),
        ("1 / 0", "ArithmeticException"),
        ("1 / 0.0", "Double Infinity"),
        ("0x7fffffff", "Integer 2147483647"),
        ("017", "Integer 15"),
        ("1e3", "Double 1000.0"),
        ("1e10", "Double 1.0E10"),
        ("1e-4", "Double 1.0E-4"),
        ("0.001", "Double 0.001"),
        ("12345678.9", "Double 1.23456789E7"),
        ("1234567.0", "Double 1234567.0"),
        ("-0.0", "Double -0.0"),
        (".5d", "Double 0.5"),
        ("+n", "Long 7"),
    ]);
}

#[test]
fn bits_and_shifts() {
    check(&[
        ("6 & 3", "Integer 2"),
        ("6 bor 3", "Integer 7"),
        ("6 ^ 3", "Integer 5"),
        ("t & t", "Integer 1"),
        ("~5", "Integer -6"),
        ("~nul", "BigInteger -1"),
        ("1 << 33", "Integer 0"),
        ("1L << 33", "Long 8589934592"),
        ("1 shl 3", "Integer 8"),
        ("-8 >> 1", "Integer -4"),
        ("-8 >>> 28", "Integer 15"),
        ("-8L ushr 60", "Long 15"),
        ("1h << 100", "BigInteger 1267650600228229401496703205376"),
        ("5.7 | 2", "Double 7.0"),
        ("x | 1", "Double 3.0"),
    ]);
}

#[test]
fn equality_and_order() {
    check(&[
        ("num == 42", "Boolean true"),
        ("num == 42.0", "Boolean true"),
        ("' ' == 32", "Boolean true"),
        ("1 == 1L", "Boolean true"),
        ("1.0b == 1.00b", "Boolean true"),
        ("5h == 5.0", "Boolean true"),
        ("nul == 0", "Boolean false"),
        ("nul < 1", "Boolean true"),
        ("nul <= 0", "Boolean true"),
        ("nul < s", "NullPointerException"),
        ("nul == nul", "Boolean true"),
        ("t == 1", "Boolean true"),
        ("t > false", "Boolean true"),
        ("\"b\" > \"a\"", "Boolean true"),
        ("\"b\" > 'a'", "NumberFormatException"),
        ("tags == tags", "Boolean true"),
        ("tags == nums", "IllegalArgumentException"),
        ("tags == s", "IllegalArgumentException"),
        ("tags == 1", "NumberFormatException"),
        ("\"\" == 0", "Boolean true"),
        ("\" 42 \" == 42", "Boolean true"),
        ("\"0x1p4\" == 16", "Boolean true"),
        ("\"NaN\" + 0 == \"NaN0\"", "Boolean true"),
        ("0.0 / 0 == 0.0 / 0", "Boolean true"),
        ("0.0 / 0 > 1", "Boolean true"),
        ("0.0 / 0 < 1", "Boolean false"),
    ]);
}

#[test]
fn membership() {
    check(&[
        ("\"eu\" in tags", "Boolean true"),
        ("\"eu\" not in tags", "Boolean false"),
        ("3 in nums", "Boolean true"),
        ("3 in {1, 2}", "Boolean false"),
        ("2 in 3", "Boolean true"),
        ("3 in 3", "Boolean false"),
        ("nul in 3", "Boolean false"),
        ("1 in nul", "Boolean false"),
        ("nul in {nul}", "Boolean true"),
        ("s in s", "Boolean true"),
        ("5 in user", "Boolean true"),
        ("5 in #{\"a\": 5}", "Boolean true"),
    ]);
}

#[test]
fn names_indices_and_walks() {
    check(&[
        ("[\"http.status_code\"]", "Long 404"),
        ("#this[\"http.status_code\"]", "Long 404"),
        ("http.status_code", "OgnlException"),
        ("user.id", "Long 5"),
        ("user[\"name\"]", "String ann"),
        ("user.size", "Integer 2"),
        ("user.nothing", "null"),
        ("s.nothing", "NoSuchPropertyException"),
        ("s.length", "Integer 5"),
        ("tags.size", "Integer 3"),
        ("tags.size()", "Integer 3"),
        ("tags[1]", "String prod"),
        ("tags[n - 7]", "String eu"),
        ("tags[9]", "IndexOutOfBoundsException"),
        ("tags[^] + tags[$] + tags[|]", "String euxprod"),
        ("nums[*]", "List [3, 1, 2]"),
        ("empty[^]", "null"),
        ("tags.{? #this != \"x\"}", "List [eu, prod]"),
        ("nums.{^ #this < 3}", "List [1]"),
        ("nums.{$ #this < 3}", "List [2]"),
        ("nums.{#this * 2}", "List [6, 2, 4]"),
        ("nums.{? #this > 1}.size() > 1", "Boolean true"),
        ("{1, {2, 3}}[1][0]", "Integer 2"),
        ("#{\"a\": 1, \"b\": 2}.b", "Integer 2"),
        ("#{\"a\": 1, \"b\"}", "Map {a=1, b=null}"),
        (":[#this * 2](21)", "Integer 42"),
        ("1, 2, 3", "Integer 3"),
        ("#unset", "null"),
        ("#root == #this", "Boolean true"),
        ("size() > 3", "Boolean true"),
        ("s instanceof String", "Boolean true"),
        ("n instanceof java.lang.Integer", "Boolean false"),
        ("nul instanceof Object", "Boolean false"),
    ]);
}

#[test]
fn joined_sums_go_from_the_left() {
    check(&[
        // The library flattens equal operators, even across parentheses.
        ("\"a\" + (1 + 2)", "String a12"),
        ("\"a\" + (1 - 2)", "String a-1"),
        ("1 + 2 + \"a\"", "String 3a"),
        ("2 * (3 * 0.5)", "Double 3.0"),
    ]);
}

#[test]
fn words_and_logic_answer_operands() {
    check(&[
        ("n && s", "String Hello"),
        ("nul || s", "String Hello"),
        ("0 or nul", "null"),
        ("0.0 and s", "Double 0.0"),
        ("!s", "Boolean false"),
        ("not empty", "Boolean false"),
        ("'\\0' ? 1 : 2", "Integer 2"),
        ("\"\" ? 1 : 2", "Integer 1"),
        ("t ? 1 : nul.x", "Integer 1"),
    ]);
}

#[test]
fn texts_count_in_units() {
    check(&[
        ("e.length()", "Integer 3"),
        ("e.substring(1)", "String 😀"),
        ("s.substring(1, 3)", "String el"),
        ("s.substring(9)", "MethodFailedException"),
        ("s.substring(\"1\", 3)", "String el"),
        ("s.charAt(0)", "Character H"),
        ("s.indexOf('l')", "Integer 2"),
        ("s.indexOf(\"l\", 3)", "Integer 3"),
        ("s.lastIndexOf(\"l\")", "Integer 3"),
        ("s.contains('l')", "MethodFailedException"),
        ("s.contains(\"l\")", "Boolean true"),
        ("s.equals('H')", "Boolean false"),
        ("s.startsWith('H')", "Boolean true"),
        ("s.startsWith(nul)", "MethodFailedException"),
        ("s.equalsIgnoreCase(\"HELLO\")", "Boolean true"),
        ("s.replace(\"l\", \"L\")", "String HeLLo"),
        ("s.compareTo(\"Help\")", "Integer -4"),
        ("nul.length()", "NullPointerException"),
        ("\"a\\tb\\u0041\\101\"", "String a\tbAA"),
        ("n.toString() + x.intValue()", "String 72"),
    ]);
}

#[test]
fn what_is_not_modelled_says_so() {
    for text in [
        "@java.lang.Math@PI",
        "new java.util.Date()",
        "n = 5",
        "#x = 5, #x + 1",
        "s.getClass()",
        "s.class",
        "s.matches(\"H.*\")",
        "keys",
        "#context",
        "\"n + 1\"(#root)",
        ":[#this]",
        "99999999999999999999999999999999999999h + 99999999999999999999999999999999999999h",
    ] {
        assert!(told(text).starts_with("not evaluated: "), "{text}: {}", told(text));
    }
}

#[test]
fn what_cannot_be_read_is_told_with_several_complaints() {
    let found = Program::compile("a === 1 &&& (b || ").expect_err("broken");
    let codes: Vec<&str> = found.iter().map(|d| d.code.as_str()).collect();
    assert!(codes.len() >= 3, "{found:?}");
    for text in [
        "",
        " ",
        "1 2",
        "a b",
        "2147483648",
        "a.[0]",
        "a..b",
        "(",
        "{1",
        "\"x",
        "'",
        "a ? b",
        "#thisx",
        "08",
        "[ $]",
    ] {
        assert!(Program::compile(text).is_err(), "{text}");
    }
}
