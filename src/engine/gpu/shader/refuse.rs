//! Turns away shaders that use what has no fixed bits.
//!
//! It is a list of what is allowed, so that a builtin nobody thought of is refused: on floats `+ - *`, negation,
//! comparisons, `abs`, `floor`, `select`, bit casts and conversions to and from 32-bit integers; on integers everything
//! that stays with integers. Float literals must be short dyadic numbers: naga folds constant expressions in `f64`, and a
//! folded value can be told by its long mantissa, as can a decimal that should have come from Rust as a bit pattern.

use super::error::{Refusal, ShaderError};
use super::include::Resolved;
use naga::valid::{FunctionInfo, ModuleInfo};
use naga::{BinaryOperator as Bin, Expression as E, Literal, MathFunction, ScalarKind, Statement, TypeInner};

/// Most significant bits a float literal may have: products of two of them are still exact.
const LITERAL_BITS: u32 = 12;

/// Checks every expression and statement; all that is wrong comes back at once, in order of the text.
pub fn refuse(module: &naga::Module, info: &ModuleInfo, source: &Resolved) -> Result<(), ShaderError> {
    let mut found = Vec::new();
    let mut add = |span: naga::Span, what: String| {
        let (file, line) = source.origin_of(span);
        found.push(Refusal { file: file.to_owned(), line, what });
    };
    for (handle, _) in module.overrides.iter() {
        add(
            module.overrides.get_span(handle),
            "an override, which passthrough would not set; use a constant".to_owned(),
        );
    }
    for (_, ty) in module.types.iter() {
        if let Some(width) = other_float(&ty.inner) {
            add(naga::Span::UNDEFINED, format!("a float of {width} bits; use f32"));
        }
    }
    for (handle, expression) in module.global_expressions.iter() {
        if let E::Literal(literal) = expression
            && let Some(what) = literal_problem(*literal)
        {
            add(module.global_expressions.get_span(handle), what);
        }
    }
    for (handle, function) in module.functions.iter() {
        check(module, function, &info[handle], &mut add);
    }
    for (ix, entry) in module.entry_points.iter().enumerate() {
        check(module, &entry.function, info.get_entry_point(ix), &mut add);
    }
    if found.is_empty() { Ok(()) } else { Err(ShaderError::Refused(found)) }
}

fn check(module: &naga::Module, f: &naga::Function, info: &FunctionInfo, add: &mut impl FnMut(naga::Span, String)) {
    let is_float = |h: naga::Handle<E>| scalar_kind(info[h].ty.inner_with(&module.types)) == Some(ScalarKind::Float);
    for (handle, expression) in f.expressions.iter() {
        let span = f.expressions.get_span(handle);
        if matches!(info[handle].ty.inner_with(&module.types), TypeInner::Matrix { .. }) {
            add(span, "a matrix, whose products have no fixed order; write them out".to_owned());
        }
        match *expression {
            E::Literal(literal) => {
                if let Some(what) = literal_problem(literal) {
                    add(span, what);
                }
            }
            E::Binary { op: Bin::Divide, left, right } if is_float(left) || is_float(right) => {
                add(span, "a float `/`, which has no fixed bits; use `div` or `recip` of exact/math".to_owned());
            }
            E::Binary { op: Bin::Modulo, left, right } if is_float(left) || is_float(right) => {
                add(span, "a float `%`, which has no fixed bits; use `x - floor(x)`".to_owned());
            }
            E::Math { fun, arg, .. } => {
                let allowed = if is_float(arg) {
                    matches!(fun, MathFunction::Abs | MathFunction::Floor)
                } else {
                    !is_float(handle)
                };
                if !allowed {
                    add(span, format!("the builtin `{fun:?}` on floats, which has no fixed bits; use exact/math"));
                }
            }
            E::As { expr, kind, convert: Some(width) } => {
                if (kind == ScalarKind::Float || is_float(expr)) && width != 4 && kind != ScalarKind::Bool {
                    add(span, "a conversion to another width than 32 bits".to_owned());
                }
            }
            E::Relational { fun: naga::RelationalFunction::IsNan | naga::RelationalFunction::IsInf, .. } => {
                add(span, "a test for NaN or infinity, which a compiler may assume away".to_owned());
            }
            E::Constant(_)
            | E::ZeroValue(_)
            | E::Compose { .. }
            | E::Access { .. }
            | E::AccessIndex { .. }
            | E::Splat { .. }
            | E::Swizzle { .. }
            | E::FunctionArgument(_)
            | E::GlobalVariable(_)
            | E::LocalVariable(_)
            | E::Load { .. }
            | E::Unary { .. }
            | E::Binary { .. }
            | E::Select { .. }
            | E::Relational { .. }
            | E::As { .. }
            | E::CallResult(_)
            | E::AtomicResult { .. }
            | E::WorkGroupUniformLoadResult { .. }
            | E::ArrayLength(_)
            | E::SubgroupBallotResult
            | E::SubgroupOperationResult { .. } => {}
            ref other => add(span, format!("{}, which is no part of simulation code", name_of(other))),
        }
    }
    check_block(&f.body, &is_float, add);
}

/// Sums of floats by atomics or subgroups depend on the order in which lanes arrive.
fn check_block(
    block: &naga::Block,
    is_float: &impl Fn(naga::Handle<E>) -> bool,
    add: &mut impl FnMut(naga::Span, String),
) {
    for (statement, span) in block.span_iter() {
        match statement {
            Statement::Block(inner) => check_block(inner, is_float, add),
            Statement::If { accept, reject, .. } => {
                check_block(accept, is_float, add);
                check_block(reject, is_float, add);
            }
            Statement::Switch { cases, .. } => cases.iter().for_each(|c| check_block(&c.body, is_float, add)),
            Statement::Loop { body, continuing, .. } => {
                check_block(body, is_float, add);
                check_block(continuing, is_float, add);
            }
            Statement::Atomic { value, .. } if is_float(*value) => {
                add(*span, "an atomic on floats, whose result depends on the order of arrival".to_owned());
            }
            Statement::SubgroupCollectiveOperation { argument, .. } if is_float(*argument) => {
                add(*span, "a subgroup operation on floats, whose order of additions is open".to_owned());
            }
            _ => {}
        }
    }
}

/// The scalar kind of a scalar or vector value.
pub(super) fn scalar_kind(inner: &TypeInner) -> Option<ScalarKind> {
    match *inner {
        TypeInner::Scalar(s) | TypeInner::Vector { scalar: s, .. } | TypeInner::Matrix { scalar: s, .. } => {
            Some(s.kind)
        }
        _ => None,
    }
}

/// Bits of a float that is not of 32.
fn other_float(inner: &TypeInner) -> Option<u32> {
    match *inner {
        TypeInner::Scalar(s) | TypeInner::Vector { scalar: s, .. } if s.kind == ScalarKind::Float && s.width != 4 => {
            Some(u32::from(s.width) * 8)
        }
        _ => None,
    }
}

fn literal_problem(literal: Literal) -> Option<String> {
    let Literal::F32(v) = literal else { return None };
    let fraction_bits = 23 - (v.to_bits() & 0x007f_ffff).trailing_zeros().min(23);
    (fraction_bits >= LITERAL_BITS || (v != 0.0 && !v.is_normal())).then(|| {
        format!("the float constant {v:e}; write `bitcast<f32>(0x{:08x}u)`, whose bits no compiler folds", v.to_bits())
    })
}

/// The first word of the variant's debug form.
fn name_of(expression: &E) -> String {
    let text = format!("{expression:?}");
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{error::ShaderError, include, load::parse_resolved};

    /// What is refused in a function body over `x: f32`, `v: vec3<f32>`, `i: i32`; as (line, text).
    fn refused(body: &str) -> Vec<(u32, String)> {
        let text = format!("fn f(x: f32, v: vec3<f32>, i: i32) -> f32 {{\n{body}\n}}");
        let source = include::resolve_in(&[("t", text.as_str())], "t").unwrap();
        match parse_resolved("t", &source) {
            Ok(_) => Vec::new(),
            Err(ShaderError::Refused(list)) => list.into_iter().map(|r| (r.line, r.what)).collect(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn every_forbidden_builtin_is_refused_with_its_line() {
        for body in [
            "return x / 2.0;",
            "return x % 2.0;",
            "return sqrt(x);",
            "return inverseSqrt(x);",
            "return normalize(v).x;",
            "return length(v);",
            "return distance(v, v);",
            "return dot(v, v);",
            "return cross(v, v).x;",
            "return fma(x, x, x);",
            "return min(x, x);",
            "return max(x, x);",
            "return clamp(x, x, x);",
            "return sin(x);",
            "return cos(x);",
            "return tan(x);",
            "return asin(x);",
            "return atan2(x, x);",
            "return exp(x);",
            "return exp2(x);",
            "return log(x);",
            "return log2(x);",
            "return pow(x, x);",
            "return mix(x, x, x);",
            "return smoothstep(x, x, x);",
            "return round(x);",
            "return trunc(x);",
            "return ceil(x);",
            "return fract(x);",
            "return sign(x);",
            "return step(x, x);",
            "return saturate(x);",
            "return unpack4x8unorm(u32(i)).x;",
            "return ldexp(x, i);",
            "return degrees(x);",
            "return x * 0.1;",
            "return x + 0.1 * 0.1;",
        ] {
            let found = refused(body);
            assert!(!found.is_empty(), "{body} passed");
            assert!(found.iter().all(|(line, _)| *line == 2), "{body}: {found:?}");
        }
    }

    #[test]
    fn the_permitted_passes() {
        let body = "let a = select(-x, abs(x) * 0.5 + floor(x), x < v.y);
            let k = min(i, 3) + clamp(i, 1, 2) / 2 + i32(floor(x)) + dot(vec2<i32>(i, i), vec2<i32>(1, 2)) % 3;
            let w = v * a + v - vec3<f32>(x);
            return (w.x + f32(k)) * bitcast<f32>(0x3dcccccdu);";
        assert_eq!(refused(body), Vec::new());
    }
}
