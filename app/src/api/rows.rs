//! Rows: how answers travel. Like JSON, but a record is a list of its fields in their order, without their names, and a
//! case of an enumeration is its number: `["dl_01","Contoso",[1250000,"EUR"],3]`.
//!
//! Server and browser are built from the same types, so names would say nothing new, and reading them is a third of what
//! a browser would have to load of `serde_json` for these types (see `docs/decisions/0009-rows.md`). Only for answers:
//! what is kept, audited or sent by others has names.

mod apart;

pub use apart::Apart;

use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};
use serde::ser::{self, Serialize};
use std::fmt;

/// The text is not what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the rows that were expected")
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_why: T) -> Self {
        Self
    }
}

impl ser::Error for Unreadable {
    fn custom<T: fmt::Display>(_why: T) -> Self {
        Self
    }
}

/// Writes a value.
///
/// # Errors
///
/// When the value refuses to be written; fractions are never part of an answer.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, Unreadable> {
    let mut writer = Writer(String::new());
    value.serialize(&mut writer)?;
    Ok(writer.0)
}

/// Reads a value: the whole text, nothing before it and nothing behind.
///
/// # Errors
///
/// When the text was not written from a value of this type.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let value = T::deserialize(&mut reader)?;
    if reader.at == text.len() { Ok(value) } else { Err(Unreadable) }
}

/// Rows as a codec of server functions: `#[server(output = Rows)]`.
pub type Rows = Post<RowsEncoding>;

/// How answers are encoded.
#[derive(Debug)]
pub struct RowsEncoding;

/// The media type of answers; it is nobody's but ours.
pub const ROWS: &str = "application/vnd.tandem.rows";

impl ContentType for RowsEncoding {
    const CONTENT_TYPE: &'static str = ROWS;
}

impl FormatType for RowsEncoding {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for RowsEncoding {
    type Error = Unreadable;

    fn encode(answer: &T) -> Result<Bytes, Unreadable> {
        write(answer).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for RowsEncoding {
    type Error = Unreadable;

    fn decode(bytes: Bytes) -> Result<T, Unreadable> {
        read(std::str::from_utf8(&bytes).map_err(|_| Unreadable)?)
    }
}

struct Writer(String);

impl Writer {
    fn word(&mut self, word: &str) {
        self.0.push('"');
        for c in word.chars() {
            match c {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(c);
                }
                // Texts of several lines are common, other signs below the blank are not.
                '\n' => self.0.push_str("\\n"),
                // A page that carries its rows with it escapes this sign in a way that only JSON's readers undo.
                '<' => self.0.push_str("\\l"),
                _ => self.0.push(c),
            }
        }
        self.0.push('"');
    }

    fn open(&mut self) -> List<'_> {
        self.0.push('[');
        List { writer: self, empty: true }
    }

    fn case(&mut self, case: u32) -> Result<List<'_>, Unreadable> {
        let mut list = self.open();
        list.push(&case)?;
        Ok(list)
    }
}

struct List<'a> {
    writer: &'a mut Writer,
    empty: bool,
}

impl List<'_> {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unreadable> {
        if !std::mem::replace(&mut self.empty, false) {
            self.writer.0.push(',');
        }
        value.serialize(&mut *self.writer)
    }

    fn close(self) -> Result<(), Unreadable> {
        self.writer.0.push(']');
        Ok(())
    }
}

macro_rules! whole_numbers {
    ($($name:ident: $type:ty),*) => {
        $(fn $name(self, value: $type) -> Result<(), Unreadable> {
            self.0.push_str(&value.to_string());
            Ok(())
        })*
    };
}

impl<'a> ser::Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Unreadable;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = List<'a>;
    type SerializeMap = List<'a>;
    type SerializeStruct = List<'a>;
    type SerializeStructVariant = List<'a>;

    whole_numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unreadable> {
        self.serialize_u8(value.into())
    }

    fn serialize_f32(self, _value: f32) -> Result<(), Unreadable> {
        Err(Unreadable)
    }

    fn serialize_f64(self, _value: f64) -> Result<(), Unreadable> {
        Err(Unreadable)
    }

    fn serialize_char(self, value: char) -> Result<(), Unreadable> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unreadable> {
        self.word(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unreadable> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Unreadable> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unreadable> {
        let mut list = self.open();
        list.push(value)?;
        list.close()
    }

    fn serialize_unit(self) -> Result<(), Unreadable> {
        self.0.push('-');
        Ok(())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Unreadable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, case: u32, _: &'static str) -> Result<(), Unreadable> {
        self.serialize_u32(case)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<(), Unreadable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        case: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unreadable> {
        let mut list = self.case(case)?;
        list.push(value)?;
        list.close()
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<List<'a>, Unreadable> {
        Ok(self.open())
    }

    fn serialize_tuple(self, _len: usize) -> Result<List<'a>, Unreadable> {
        Ok(self.open())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Unreadable> {
        Ok(self.open())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        case: u32,
        _: &'static str,
        _: usize,
    ) -> Result<List<'a>, Unreadable> {
        self.case(case)
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<List<'a>, Unreadable> {
        Ok(self.open())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Unreadable> {
        Ok(self.open())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        case: u32,
        _: &'static str,
        _: usize,
    ) -> Result<List<'a>, Unreadable> {
        self.case(case)
    }
}

macro_rules! lists {
    ($($kind:ident by $push:ident),*) => {
        $(impl ser::$kind for List<'_> {
            type Ok = ();
            type Error = Unreadable;

            fn $push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unreadable> {
                self.push(value)
            }

            fn end(self) -> Result<(), Unreadable> {
                self.close()
            }
        })*
    };
}

lists! {
    SerializeSeq by serialize_element,
    SerializeTuple by serialize_element,
    SerializeTupleStruct by serialize_field,
    SerializeTupleVariant by serialize_field
}

macro_rules! records {
    ($($kind:ident),*) => {
        $(impl ser::$kind for List<'_> {
            type Ok = ();
            type Error = Unreadable;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                _name: &'static str,
                value: &T,
            ) -> Result<(), Unreadable> {
                self.push(value)
            }

            fn end(self) -> Result<(), Unreadable> {
                self.close()
            }
        })*
    };
}

records! { SerializeStruct, SerializeStructVariant }

impl ser::SerializeMap for List<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unreadable> {
        self.push(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unreadable> {
        self.push(value)
    }

    fn end(self) -> Result<(), Unreadable> {
        self.close()
    }
}

/// Lists within lists that are still read.
const DEEPEST: usize = 64;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Takes this byte if it is the next one.
    fn took(&mut self, wanted: u8) -> bool {
        let there = self.next() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    fn take(&mut self, wanted: u8) -> Result<(), Unreadable> {
        if self.took(wanted) { Ok(()) } else { Err(Unreadable) }
    }

    fn number(&mut self) -> Result<i64, Unreadable> {
        let from = self.at;
        self.took(b'-');
        while self.next().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.text[from..self.at].parse().map_err(|_| Unreadable)
    }

    fn word(&mut self) -> Result<String, Unreadable> {
        self.take(b'"')?;
        let mut word = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(['"', '\\']).ok_or(Unreadable)?;
            word.push_str(&rest[..plain]);
            self.at += plain + 1;
            if rest.as_bytes()[plain] == b'"' {
                return Ok(word);
            }
            match self.next() {
                Some(b'n') => word.push('\n'),
                Some(b'l') => word.push('<'),
                Some(sign @ (b'"' | b'\\')) => word.push(sign.into()),
                _ => return Err(Unreadable),
            }
            self.at += 1;
        }
    }

    /// Enters a list, reads what is in it, and leaves it.
    fn within<T>(
        &mut self,
        inside: impl FnOnce(&mut Self) -> Result<T, Unreadable>,
    ) -> Result<T, Unreadable> {
        self.take(b'[')?;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Unreadable);
        }
        let read = inside(self)?;
        self.depth -= 1;
        self.take(b']')?;
        Ok(read)
    }

    fn list<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Unreadable> {
        self.within(|reader| visitor.visit_seq(Items { reader, first: true }))
    }
}

/// What is in a list.
struct Items<'r, 'a> {
    reader: &'r mut Reader<'a>,
    first: bool,
}

impl Items<'_, '_> {
    /// Whether there is one more.
    fn more(&mut self) -> Result<bool, Unreadable> {
        if self.reader.next() == Some(b']') {
            return Ok(false);
        }
        if !std::mem::replace(&mut self.first, false) {
            self.reader.take(b',')?;
        }
        Ok(true)
    }
}

impl<'de> de::SeqAccess<'de> for Items<'_, '_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        if self.more()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> de::MapAccess<'de> for Items<'_, '_> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        if self.more()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        if self.more()? { seed.deserialize(&mut *self.reader) } else { Err(Unreadable) }
    }
}

/// A case of an enumeration, and what belongs to it.
struct Case<'r, 'a>(&'r mut Reader<'a>);

impl<'de> de::EnumAccess<'de> for Case<'_, '_> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Unreadable> {
        let case = u32::try_from(self.0.number()?).map_err(|_| Unreadable)?;
        let case: de::value::U32Deserializer<Unreadable> = case.into_deserializer();
        Ok((seed.deserialize(case)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Case<'_, '_> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        self.0.take(b',')?;
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(Items { reader: self.0, first: false })
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(Items { reader: self.0, first: false })
    }
}

macro_rules! read_numbers {
    ($($name:ident),*) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_i64(self.number()?)
        })*
    };
}

impl<'de> de::Deserializer<'de> for &mut Reader<'_> {
    type Error = Unreadable;

    read_numbers! {
        deserialize_i8, deserialize_i16, deserialize_i32, deserialize_i64,
        deserialize_u8, deserialize_u16, deserialize_u32, deserialize_u64
    }

    /// Rows do not say what they are.
    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.number()? {
            0 => visitor.visit_bool(false),
            1 => visitor.visit_bool(true),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.word()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.word()?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.word()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.took(b'-') { visitor.visit_none() } else { self.within(|reader| visitor.visit_some(reader)) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.take(b'-')?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.within(|reader| visitor.visit_map(Items { reader, first: true }))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if self.next() == Some(b'[') {
            self.within(|reader| visitor.visit_enum(Case(reader)))
        } else {
            visitor.visit_enum(Case(self))
        }
    }

    serde::forward_to_deserialize_any! { f32 f64 i128 u128 bytes byte_buf identifier ignored_any }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    enum Kind {
        Plain,
        One(String),
        Two(i64, bool),
        Named { first: u8, second: Option<Vec<Kind>> },
    }

    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Record {
        name: String,
        money: Option<(i64, String)>,
        twice: Option<Option<u32>>,
        nothing: (),
        kinds: Vec<Kind>,
        answers: BTreeMap<String, Vec<i16>>,
    }

    fn record() -> Record {
        Record {
            name: "a \"quoted\\ word\"\nsecond line\t\u{1}\u{2028} Ünïcødé 日本 ]-[, </script>".into(),
            money: Some((i64::MIN, "EUR".into())),
            twice: Some(None),
            nothing: (),
            kinds: vec![
                Kind::Plain,
                Kind::One("-".into()),
                Kind::Two(i64::MAX, true),
                Kind::Named { first: 255, second: Some(vec![Kind::Plain, Kind::Plain]) },
                Kind::Named { first: 0, second: None },
            ],
            answers: BTreeMap::from([("q".into(), vec![-1, 0]), (String::new(), Vec::new())]),
        }
    }

    #[test]
    fn what_was_written_is_read_back() {
        let text = write(&record()).unwrap();
        assert_eq!(read::<Record>(&text).unwrap(), record());
        for nothing in [None, Some(())] {
            assert_eq!(read::<Option<()>>(&write(&nothing).unwrap()).unwrap(), nothing);
        }
    }

    #[test]
    fn no_text_opens_an_element_of_the_document_that_it_travels_in() {
        let text = "<p>1 < 2</p><!--\\l-->".to_owned();
        let written = write(&text).unwrap();
        assert!(!written.contains('<'), "{written}");
        assert_eq!(read::<String>(&written).unwrap(), text);
    }

    #[test]
    fn names_do_not_travel() {
        let kind = Kind::Named { first: 1, second: None };
        assert_eq!(write(&kind).unwrap(), "[3,1,-]");
        assert_eq!(write(&(Kind::Plain, true, Some("x"))).unwrap(), "[0,1,[\"x\"]]");
    }

    #[test]
    fn a_text_that_was_cut_or_changed_is_refused_and_nothing_panics() {
        let text = write(&record()).unwrap();
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            assert_eq!(read::<Record>(&text[..end]), Err(Unreadable), "{end}");
        }
        for (at, _) in text.char_indices() {
            for other in ["", "]", "[", "-", ",", "\"", "\\", "9"] {
                let next = text[at..].chars().next().map_or(0, char::len_utf8);
                let changed = format!("{}{other}{}", &text[..at], &text[at + next..]);
                // Another text may be read as another record, but only as a whole one.
                if let Ok(found) = read::<Record>(&changed) {
                    assert_eq!(read::<Record>(&write(&found).unwrap()), Ok(found));
                }
            }
        }
        assert_eq!(read::<Record>(&format!("{text} ")), Err(Unreadable));
    }

    #[test]
    fn what_is_nested_without_end_is_refused() {
        #[derive(Debug, serde::Serialize, serde::Deserialize)]
        struct Nested(Vec<Nested>);
        assert!(read::<Nested>(&"[".repeat(100_000)).is_err());
    }
}
