//! What Python's pickler writes; each message here was made by Python 3.11.

use oxmpi::buffer::{Codec, Pickle};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_bytes::ByteBuf;
use std::collections::{BTreeMap, BTreeSet};

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn decode<T: DeserializeOwned>(hex: &str) -> Result<T, String> {
    Pickle::decode(&bytes(hex))
}

#[test]
fn none_is_none_in_every_protocol_and_without_bytes() {
    for hex in ["80024e2e", "80034e2e", "80044e2e", "80054e2e", ""] {
        assert_eq!(decode::<()>(hex), Ok(()), "{hex}");
        assert_eq!(decode::<Option<u8>>(hex), Ok(None), "{hex}");
        assert!(decode::<u8>(hex).is_err());
    }
    assert_eq!(decode("8005882e"), Ok(true));
    assert!(decode::<()>("80064e2e").unwrap_err().contains("protocol 6"));
}

#[test]
fn integers_of_all_lengths() {
    let list = "284b004bff4d00014dffff4a000001004affffffff4affffff7f4a000000808a0500000080008a08ffffffffffffff7f8a080000\
                0000000000808a090000000000000080008a09ffffffffffffffff008a0d00000000000000000000000010652e";
    let expected: Vec<i128> = vec![
        0,
        255,
        256,
        65535,
        65536,
        -1,
        i32::MAX.into(),
        i32::MIN.into(),
        1 << 31,
        i64::MAX.into(),
        i64::MIN.into(),
        1 << 63,
        u64::MAX.into(),
        1 << 100,
    ];
    for head in ["80025d7100", "80035d7100", "80049563000000000000005d94", "80059563000000000000005d94"] {
        let hex = format!("{head}{list}").replace(' ', "");
        assert_eq!(decode::<Vec<i128>>(&hex), Ok(expected.clone()), "{head}");
        assert!(decode::<Vec<u64>>(&hex).is_err(), "negative ones are no u64");
    }
    // 2^200
    assert!(
        decode::<i128>("80058a1a000000000000000000000000000000000000000000000000000001 2e".replace(' ', "").as_str())
            .is_err()
    );
}

#[test]
fn records_and_dicts() {
    let records = vec![(1u64, "one".to_string(), 1.5, -2.5, 0.0), (2, "zwei ü".to_string(), 1e300, 2.0, 3.0)];
    for hex in [
        "80035d710028284b0158030000006f6e657101473ff800000000000047c004000000000000470000000000000000747102284b025807000000\
         7a77656920c3bc7103477e37e43c8800759c474000000000000000474008000000000000747104652e",
        "80059555000000000000005d9428284b018c036f6e6594473ff800000000000047c0040000000000004700000000000000007494284b028c07\
         7a77656920c3bc94477e37e43c8800759c4740000000000000004740080000000000007494652e",
    ] {
        assert_eq!(decode::<Vec<(u64, String, f64, f64, f64)>>(&hex.replace(' ', "")), Ok(records.clone()));
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Settings {
        name: String,
        depth: u8,
        on: bool,
        none: Option<String>,
    }
    for hex in [
        "80027d71002858040000006e616d65710158010000007871025805000000646570746871034b0358020000006f6e71048858040000006e6f6e6571054e752e",
        "80059528000000000000007d94288c046e616d65948c0178948c056465707468944b038c026f6e94888c046e6f6e65944e752e",
    ] {
        assert_eq!(decode(hex), Ok(Settings { name: "x".into(), depth: 3, on: true, none: None }));
        let map: BTreeMap<String, serde_json_like::Any> = decode(hex).unwrap();
        assert_eq!(map.len(), 4);
    }
}

/// A value of any kind.
mod serde_json_like {
    #[derive(Debug, serde::Deserialize)]
    #[serde(untagged)]
    #[allow(dead_code)]
    pub(super) enum Any {
        Bool(bool),
        Int(i64),
        Text(String),
        None(()),
    }
}

#[test]
fn bytes_sets_and_tuples() {
    let all = |last: &[u8]| vec![ByteBuf::new(), ByteBuf::from(&b"\x00\xff\x00\xff"[..]), ByteBuf::from(last)];
    assert_eq!(
        decode("8005951c000000000000005d9428430094430400ff00ff9496030000000000000061626394652e"),
        Ok(all(b"abc"))
    );
    assert_eq!(decode("80059507000000000000008f94284b01902e"), Ok(BTreeSet::from([1u8])));
    assert_eq!(decode("8005950600000000000000284b0291942e"), Ok(BTreeSet::from([2u8])));
    for hex in [
        "800228294b018571004b014b028671014b014b024b03877102284b014b024b034b047471037471042e",
        "800595220000000000000028294b0185944b014b0286944b014b024b038794284b014b024b034b04749474942e",
    ] {
        type Tuples = ([(); 0], (u8,), (u8, u8), (u8, u8, u8), (u8, u8, u8, u8));
        assert_eq!(decode::<Tuples>(hex), Ok(([], (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4))));
    }
}

#[test]
fn what_is_shared_is_there_twice_and_what_contains_itself_is_refused() {
    type Shared = (String, String, Vec<String>, Vec<String>);
    let shared = "shared".to_string();
    assert_eq!(
        decode::<Shared>("80059517000000000000005d94288c067368617265649468015d946801616802652e"),
        Ok((shared.clone(), shared.clone(), vec![shared.clone()], vec![shared]))
    );
    #[derive(Debug, PartialEq, Deserialize)]
    struct Lists(#[allow(dead_code)] Vec<Lists>);
    assert!(decode::<Lists>("80059506000000000000005d946800612e").unwrap_err().contains("nest"));
}

#[test]
fn classes_and_functions_are_refused() {
    for hex in [
        "80059515000000000000008c085f5f6d61696e5f5f948c01509493942981942e",
        "8002635f5f6275696c74696e5f5f0a7365740a71005d71014b01618571025271032e",
        "80049532000000000000005d9428430094430400ff00ff948c086275696c74696e73948c0962797465617272617994939443036162639485945294652e",
    ] {
        assert!(decode::<serde::de::IgnoredAny>(hex).unwrap_err().contains("class or a function"), "{hex}");
    }
}

#[test]
fn a_small_pickle_that_expands_without_end_is_refused() {
    // A list of ten references to a list of ten references to …
    let mut pickle = vec![0x80, 5, b']', 0x94];
    for level in 0..30u8 {
        pickle.extend([b']', 0x94, b'(']);
        pickle.extend([b'h', level].repeat(10));
        pickle.push(b'e');
    }
    pickle.push(b'.');
    #[derive(Debug, Deserialize)]
    struct Lists(#[allow(dead_code)] Vec<Lists>);
    assert!(Pickle::decode::<Lists>(&pickle).unwrap_err().contains("more elements"));
    // One long text, many times.
    let mut pickle = vec![0x80, 5, b'X', 0, 0, 16, 0];
    pickle.extend(b"a".repeat(1 << 20));
    pickle.extend([0x94, b'0', b']', b'(']);
    pickle.extend([b'h', 0].repeat(1 << 20));
    pickle.extend(b"e.");
    assert!(Pickle::decode::<Vec<String>>(&pickle).unwrap_err().contains("more elements"));
}

#[test]
fn memory_is_not_made_for_what_does_not_follow() {
    for pickle in [
        &b"\x80\x05B\xff\xff\xff\xff"[..],
        b"\x80\x05\x8e\xff\xff\xff\xff\xff\xff\xff\xff.",
        b"\x80\x05\x96\x00\x00\x00\x00\x00\x00\x00\x10.",
        b"\x80\x05\x8d\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"\x80\x05\x8b\xff\xff\xff\xff.",
        b"\x80\x05Nr\xff\xff\xff\xff.",
        b"\x80\x05N.N.",
        b"\x80\x05.",
        b"\x80\x05((((.",
        b"\x80\x05N(0.",
        b"\x80\x05N(\x85.",
        b"\x80\x05NNa.",
        b"\x80\x05}(Nu.",
        b"\x80\x05h\x00.",
    ] {
        let (result, most) = crate::counting::most_while(|| Pickle::decode::<serde::de::IgnoredAny>(pickle).map(drop));
        assert!(result.is_err(), "{pickle:x?}");
        assert!(most < 10_000, "{most}");
    }
}
