// Solves plain problems, a subgroup of eight lanes for each: for software adapters, as assign/auction_subgroup.

//!include assign/plain_main
//!include assign/plain_team_subgroup
