//! Rewrites a module so that no compiler can see through a float result.
//!
//! The result of each float addition, subtraction and multiplication becomes `bitcast<f32>(bitcast<u32>(x) ^ zero)`, where
//! `zero` is a member of the uniform [`PARAMS`] that holds 0 at run time: the value is unchanged, but fusing it with the next
//! operation, or moving it past one, is no longer possible. It works with every backend and costs about half the speed.
//! All results must be treated: a barrier on some only was worse than none.
//!
//! An arena of naga only grows at its end, so each function gets a new one: old expressions are appended in order with
//! their handles replaced, and a barrier follows its operation at once, so that ranges of `Emit` stay contiguous.

use super::error::ShaderError;
use super::refuse::scalar_kind;
use naga::valid::{FunctionInfo, ModuleInfo};
use naga::{
    Arena, AtomicFunction, BinaryOperator, Block, Expression, Function, GatherMode, Handle, Range, ScalarKind, Span,
    Statement, SwitchCase, TypeInner, VectorSize,
};

/// Name of the uniform that holds the run-time zero.
pub const PARAMS: &str = "params";
/// Name of its `u32` member that holds 0.
pub const ZERO: &str = "zero";

type Expr = Handle<Expression>;

/// The module with a barrier after every float result; it must be validated anew.
pub fn xor_barrier(name: &str, module: &naga::Module, info: &ModuleInfo) -> Result<naga::Module, ShaderError> {
    let zero = find_zero(module);
    let mut out = module.clone();
    for (handle, function) in module.functions.iter() {
        *out.functions.get_mut(handle) = rewrite(name, module, function, &info[handle], zero)?;
    }
    for (ix, entry) in module.entry_points.iter().enumerate() {
        out.entry_points[ix].function = rewrite(name, module, &entry.function, info.get_entry_point(ix), zero)?;
    }
    Ok(out)
}

/// The uniform `params` and the index of its member `zero`.
fn find_zero(module: &naga::Module) -> Option<(Handle<naga::GlobalVariable>, u32)> {
    let (handle, global) = module
        .global_variables
        .iter()
        .find(|(_, g)| g.space == naga::AddressSpace::Uniform && g.name.as_deref() == Some(PARAMS))?;
    let TypeInner::Struct { members, .. } = &module.types[global.ty].inner else { return None };
    let is_zero = |m: &naga::StructMember| {
        m.name.as_deref() == Some(ZERO) && module.types[m.ty].inner == TypeInner::Scalar(naga::Scalar::U32)
    };
    members.iter().position(is_zero).map(|ix| (handle, ix as u32))
}

/// Where the old expressions went: the handle that stands for each, and the first and last appended for it.
struct Moved {
    value: Vec<Expr>,
    first: Vec<Expr>,
    last: Vec<Expr>,
}

impl Moved {
    fn of(&self, old: Expr) -> Expr {
        self.value[old.index()]
    }
    fn opt(&self, old: Option<Expr>) -> Option<Expr> {
        old.map(|h| self.of(h))
    }
    fn range(&self, old: &Range<Expression>) -> Option<Range<Expression>> {
        let (first, last) = old.first_and_last()?;
        Some(Range::new_from_bounds(self.first[first.index()], self.last[last.index()]))
    }
}

/// The zero as a scalar and, where vectors are computed with, splatted.
struct Zeros([Option<Expr>; 5]);

impl Zeros {
    fn of(&self, inner: &TypeInner) -> Option<Expr> {
        match *inner {
            TypeInner::Scalar(_) => self.0[1],
            TypeInner::Vector { size, .. } => self.0[size as usize],
            _ => None,
        }
    }
}

fn rewrite(
    name: &str,
    module: &naga::Module,
    old: &Function,
    info: &FunctionInfo,
    zero: Option<(Handle<naga::GlobalVariable>, u32)>,
) -> Result<Function, ShaderError> {
    let inner = |h: Expr| info[h].ty.inner_with(&module.types);
    let rounds = |h: Expr, e: &Expression| {
        use BinaryOperator::{Add, Multiply, Subtract};
        matches!(e, Expression::Binary { op: Add | Subtract | Multiply, .. })
            && scalar_kind(inner(h)) == Some(ScalarKind::Float)
    };
    if !old.expressions.iter().any(|(h, e)| rounds(h, e)) {
        return Ok(old.clone());
    }
    let Some((params, member)) = zero else { return Err(ShaderError::NoZero { name: name.to_owned() }) };
    let mut arena = Arena::new();
    let mut body = Block::new();
    let zeros = load_zero(params, member, &mut arena, &mut body);
    let n = old.expressions.len();
    let mut moved = Moved { value: Vec::with_capacity(n), first: Vec::with_capacity(n), last: Vec::with_capacity(n) };
    for (handle, expression) in old.expressions.iter() {
        let span = old.expressions.get_span(handle);
        let first = arena.append(move_expression(name, expression, &moved)?, span);
        let value = if rounds(handle, expression) {
            let unsupported = || ShaderError::Unsupported { name: name.to_owned(), what: "a matrix".to_owned() };
            let mask = zeros.of(inner(handle)).ok_or_else(unsupported)?;
            let bits = arena.append(Expression::As { expr: first, kind: ScalarKind::Uint, convert: None }, span);
            let masked = Expression::Binary { op: BinaryOperator::ExclusiveOr, left: bits, right: mask };
            let masked = arena.append(masked, span);
            arena.append(Expression::As { expr: masked, kind: ScalarKind::Float, convert: None }, span)
        } else {
            first
        };
        moved.value.push(value);
        moved.first.push(first);
        moved.last.push(value);
    }
    move_block(name, &old.body, &moved, &mut body)?;
    let mut out = old.clone();
    for (_, local) in out.local_variables.iter_mut() {
        local.init = moved.opt(local.init);
    }
    out.named_expressions = old.named_expressions.iter().map(|(h, n)| (moved.of(*h), n.clone())).collect();
    out.expressions = arena;
    out.body = body;
    Ok(out)
}

/// Loads `params.zero` once, at the function's entry, and splats it to every size (unused ones cost nothing).
fn load_zero(
    params: Handle<naga::GlobalVariable>,
    member: u32,
    arena: &mut Arena<Expression>,
    body: &mut Block,
) -> Zeros {
    let span = Span::UNDEFINED;
    let base = arena.append(Expression::GlobalVariable(params), span);
    let first = arena.append(Expression::AccessIndex { base, index: member }, span);
    let zero = arena.append(Expression::Load { pointer: first }, span);
    let mut zeros = Zeros([None, Some(zero), None, None, None]);
    let mut last = zero;
    for size in [VectorSize::Bi, VectorSize::Tri, VectorSize::Quad] {
        last = arena.append(Expression::Splat { size, value: zero }, span);
        zeros.0[size as usize] = Some(last);
    }
    body.push(Statement::Emit(Range::new_from_bounds(first, last)), span);
    zeros
}

fn move_expression(name: &str, old: &Expression, m: &Moved) -> Result<Expression, ShaderError> {
    use Expression as E;
    Ok(match *old {
        E::Literal(_)
        | E::Constant(_)
        | E::ZeroValue(_)
        | E::FunctionArgument(_)
        | E::GlobalVariable(_)
        | E::LocalVariable(_)
        | E::CallResult(_)
        | E::AtomicResult { .. }
        | E::WorkGroupUniformLoadResult { .. }
        | E::SubgroupBallotResult
        | E::SubgroupOperationResult { .. } => old.clone(),
        E::Compose { ty, ref components } => {
            E::Compose { ty, components: components.iter().map(|c| m.of(*c)).collect() }
        }
        E::Access { base, index } => E::Access { base: m.of(base), index: m.of(index) },
        E::AccessIndex { base, index } => E::AccessIndex { base: m.of(base), index },
        E::Splat { size, value } => E::Splat { size, value: m.of(value) },
        E::Swizzle { size, vector, pattern } => E::Swizzle { size, vector: m.of(vector), pattern },
        E::Load { pointer } => E::Load { pointer: m.of(pointer) },
        E::Unary { op, expr } => E::Unary { op, expr: m.of(expr) },
        E::Binary { op, left, right } => E::Binary { op, left: m.of(left), right: m.of(right) },
        E::Select { condition, accept, reject } => {
            E::Select { condition: m.of(condition), accept: m.of(accept), reject: m.of(reject) }
        }
        E::Relational { fun, argument } => E::Relational { fun, argument: m.of(argument) },
        E::Math { fun, arg, arg1, arg2, arg3 } => {
            E::Math { fun, arg: m.of(arg), arg1: m.opt(arg1), arg2: m.opt(arg2), arg3: m.opt(arg3) }
        }
        E::As { expr, kind, convert } => E::As { expr: m.of(expr), kind, convert },
        E::ArrayLength(base) => E::ArrayLength(m.of(base)),
        ref other => return Err(unsupported(name, other)),
    })
}

fn unsupported(name: &str, what: &impl core::fmt::Debug) -> ShaderError {
    ShaderError::Unsupported { name: name.to_owned(), what: format!("{what:?}") }
}

fn moved_block(name: &str, old: &Block, m: &Moved) -> Result<Block, ShaderError> {
    let mut out = Block::new();
    move_block(name, old, m, &mut out)?;
    Ok(out)
}

fn move_block(name: &str, old: &Block, m: &Moved, out: &mut Block) -> Result<(), ShaderError> {
    for (statement, span) in old.span_iter() {
        if let Some(moved) = move_statement(name, statement, m)? {
            out.push(moved, *span);
        }
    }
    Ok(())
}

/// The statement with its handles replaced; `None` for an empty `Emit`.
fn move_statement(name: &str, old: &Statement, m: &Moved) -> Result<Option<Statement>, ShaderError> {
    use Statement as S;
    Ok(Some(match *old {
        S::Emit(ref range) => return Ok(m.range(range).map(S::Emit)),
        S::Block(ref block) => S::Block(moved_block(name, block, m)?),
        S::If { condition, ref accept, ref reject } => S::If {
            condition: m.of(condition),
            accept: moved_block(name, accept, m)?,
            reject: moved_block(name, reject, m)?,
        },
        S::Switch { selector, ref cases } => {
            let case = |c: &SwitchCase| {
                moved_block(name, &c.body, m).map(|body| SwitchCase {
                    value: c.value,
                    body,
                    fall_through: c.fall_through,
                })
            };
            S::Switch { selector: m.of(selector), cases: cases.iter().map(case).collect::<Result<_, _>>()? }
        }
        S::Loop { ref body, ref continuing, break_if } => S::Loop {
            body: moved_block(name, body, m)?,
            continuing: moved_block(name, continuing, m)?,
            break_if: m.opt(break_if),
        },
        S::Break | S::Continue | S::Kill | S::ControlBarrier(_) | S::MemoryBarrier(_) => old.clone(),
        S::Return { value } => S::Return { value: m.opt(value) },
        S::Store { pointer, value } => S::Store { pointer: m.of(pointer), value: m.of(value) },
        S::Atomic { pointer, fun, value, result } => {
            let fun = match fun {
                AtomicFunction::Exchange { compare } => AtomicFunction::Exchange { compare: m.opt(compare) },
                other => other,
            };
            S::Atomic { pointer: m.of(pointer), fun, value: m.of(value), result: m.opt(result) }
        }
        S::WorkGroupUniformLoad { pointer, result } => {
            S::WorkGroupUniformLoad { pointer: m.of(pointer), result: m.of(result) }
        }
        S::Call { function, ref arguments, result } => {
            S::Call { function, arguments: arguments.iter().map(|a| m.of(*a)).collect(), result: m.opt(result) }
        }
        S::SubgroupBallot { result, predicate } => {
            S::SubgroupBallot { result: m.of(result), predicate: m.opt(predicate) }
        }
        S::SubgroupGather { mode, argument, result } => {
            let mode = match mode {
                GatherMode::BroadcastFirst => GatherMode::BroadcastFirst,
                GatherMode::Broadcast(h) => GatherMode::Broadcast(m.of(h)),
                GatherMode::Shuffle(h) => GatherMode::Shuffle(m.of(h)),
                GatherMode::ShuffleDown(h) => GatherMode::ShuffleDown(m.of(h)),
                GatherMode::ShuffleUp(h) => GatherMode::ShuffleUp(m.of(h)),
                GatherMode::ShuffleXor(h) => GatherMode::ShuffleXor(m.of(h)),
                GatherMode::QuadBroadcast(h) => GatherMode::QuadBroadcast(m.of(h)),
                GatherMode::QuadSwap(direction) => GatherMode::QuadSwap(direction),
            };
            S::SubgroupGather { mode, argument: m.of(argument), result: m.of(result) }
        }
        S::SubgroupCollectiveOperation { op, collective_op, argument, result } => {
            S::SubgroupCollectiveOperation { op, collective_op, argument: m.of(argument), result: m.of(result) }
        }
        ref other => return Err(unsupported(name, other)),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::{include, load};
    use super::*;

    fn barred(text: &str) -> Result<naga::Module, ShaderError> {
        let source = include::resolve_in(&[("t", text)], "t").unwrap();
        let parsed = load::parse_resolved("t", &source)?;
        let module = xor_barrier("t", &parsed.module, &parsed.info)?;
        load::validate("t", "after the xor barrier", &module, None)?;
        Ok(module)
    }

    /// (float results, barriers that hold one of them) over all functions.
    fn count(module: &naga::Module) -> (usize, usize) {
        let info = load::validate("t", "again", module, None).unwrap();
        let mut counts = (0, 0);
        let mut add = |f: &Function, info: &FunctionInfo| {
            let float = |h: Expr| scalar_kind(info[h].ty.inner_with(&module.types)) == Some(ScalarKind::Float);
            for (h, e) in f.expressions.iter() {
                use BinaryOperator::{Add, ExclusiveOr, Multiply, Subtract};
                match *e {
                    Expression::Binary { op: Add | Subtract | Multiply, .. } if float(h) => counts.0 += 1,
                    Expression::Binary { op: ExclusiveOr, left, .. } => {
                        if let Expression::As { expr, convert: None, .. } = f.expressions[left]
                            && matches!(f.expressions[expr], Expression::Binary { .. })
                        {
                            counts.1 += 1;
                        }
                    }
                    _ => {}
                }
            }
        };
        module.functions.iter().for_each(|(h, f)| add(f, &info[h]));
        module.entry_points.iter().enumerate().for_each(|(ix, e)| add(&e.function, info.get_entry_point(ix)));
        counts
    }

    #[test]
    fn every_float_result_of_the_selftest_has_its_barrier() {
        let parsed = load::parse("exact/selftest").unwrap();
        let module = xor_barrier("exact/selftest", &parsed.module, &parsed.info).unwrap();
        let (results, barriers) = count(&module);
        assert!(results > 100, "only {results} float results");
        assert_eq!(results, barriers);
    }

    #[test]
    fn control_flow_vectors_and_shared_memory_survive() {
        let module = barred(
            "struct Params { n: u32, zero: u32 }
            @group(0) @binding(0) var<uniform> params: Params;
            @group(0) @binding(1) var<storage, read_write> out: array<vec4<f32>>;
            @group(0) @binding(2) var<storage, read_write> hits: array<atomic<u32>>;
            var<workgroup> shared_sum: array<f32, 64>;
            fn step(v: vec3<f32>, k: ptr<function, f32>) -> vec3<f32> { *k = *k * 0.5 + 1.0; return v * *k - v; }
            @compute @workgroup_size(64)
            fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
                var k = 1.0;
                var p = out[id.x];
                for (var i = 0u; i < params.n; i++) {
                    if (p.x * p.y < k) { p = p + vec4<f32>(step(p.xyz, &k), k * k); continue; }
                    switch i % 3u {
                        case 0u: { p.w = p.w - k; }
                        case 1u, 2u: { atomicAdd(&hits[i], u32(floor(k))); }
                        default: { break; }
                    }
                }
                shared_sum[lane] = p.x + p.y;
                workgroupBarrier();
                let other = workgroupUniformLoad(&shared_sum[0]);
                out[id.x] = p * other;
            }",
        )
        .unwrap();
        let (results, barriers) = count(&module);
        assert_eq!(results, barriers);
        assert!(results >= 9, "{results}");
    }

    #[test]
    fn floats_without_a_zero_are_an_error_and_integers_need_none() {
        assert!(matches!(barred("fn f(x: f32) -> f32 { return x + x; }"), Err(ShaderError::NoZero { .. })));
        assert!(barred("fn f(x: i32) -> i32 { return x + x; }").is_ok());
    }
}
