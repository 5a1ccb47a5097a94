// Pairs in their order. The text that includes this has the binding `orders`, and 64 lanes to a replicate.

//!include model/layout

// Puts the first `n` pairs in ascending order of (target, weapon): what is done with them afterwards must not depend on the
// order in which they were found. A bitonic sort whose every comparison is ascending, since the first step of each merge
// is mirrored; so places past the end can be thought of as filled with what is greatest, and any `n` will do.
fn sort_orders(header: Replicate, n: u32, lane: u32) {
    for (var half = 1u; half < n; half *= 2u) {
        for (var ix = lane; ix < n; ix += 64u) {
            let low = ix / half * 2u * half + ix % half;
            put_in_order(header, low, ix / half * 2u * half + 2u * half - 1u - ix % half, n);
        }
        storageBarrier();
        workgroupBarrier();
        for (var stride = half / 2u; stride > 0u; stride /= 2u) {
            for (var ix = lane; ix < n; ix += 64u) {
                let low = ix / stride * 2u * stride + ix % stride;
                put_in_order(header, low, low + stride, n);
            }
            storageBarrier();
            workgroupBarrier();
        }
    }
}

// Swaps two pairs if the later is the lesser; nothing if there is no later one.
fn put_in_order(header: Replicate, low: u32, high: u32, n: u32) {
    if high >= n {
        return;
    }
    let a = orders[header.order_first + low];
    let b = orders[header.order_first + high];
    if b.target_ < a.target_ || (b.target_ == a.target_ && b.weapon < a.weapon) {
        orders[header.order_first + low] = b;
        orders[header.order_first + high] = a;
    }
}
