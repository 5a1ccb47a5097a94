//! Lockstep: two engines side by side, compared word by word, epoch by epoch; the first divergence is named.
