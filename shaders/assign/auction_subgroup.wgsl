// Auction: `assign/auction` with a subgroup of eight lanes for each market, for software adapters: no barriers, which cost them
// a switch of context for each part of a workgroup.

//!include assign/auction_main
//!include assign/team_subgroup
