// Auction: clears markets, a workgroup for each. What the market is (of a replicate's decision, of a problem by itself) is laid
// out before, what becomes of it is read after.

//!include assign/auction_main
//!include assign/team_workgroup
