// Solves plain problems, a workgroup for each.

//!include assign/plain_main
//!include assign/plain_team_workgroup
