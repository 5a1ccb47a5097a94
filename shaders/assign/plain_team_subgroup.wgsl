// A team of one subgroup: what lanes find is brought together lane by lane across, first with the neighbour, then with the neighbours'
// neighbours.

//!include assign/subgroup

// The offer over the columns of all lanes.
fn best_of_team(mine: Offer, lane: u32) -> Offer {
    let of_two = better(mine, offer_across(mine, 1u));
    let of_four = better(of_two, offer_across(of_two, 2u));
    return better(of_four, offer_across(of_four, 4u));
}

fn offer_across(mine: Offer, bit: u32) -> Offer {
    return Offer(
        subgroupShuffleXor(mine.best, bit),
        subgroupShuffleXor(mine.second, bit),
        subgroupShuffleXor(mine.column, bit),
    );
}

// The nearest column over those of all lanes.
fn nearest_of_team(mine: Nearest, lane: u32) -> Nearest {
    let of_two = nearer(mine, nearest_across(mine, 1u));
    let of_four = nearer(of_two, nearest_across(of_two, 2u));
    return nearer(of_four, nearest_across(of_four, 4u));
}

fn nearest_across(mine: Nearest, bit: u32) -> Nearest {
    return Nearest(subgroupShuffleXor(mine.distance, bit), subgroupShuffleXor(mine.column, bit));
}
