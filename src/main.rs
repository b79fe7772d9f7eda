//! The program: parse arguments, run one command, map the outcome to an exit code.
#![forbid(unsafe_code)]

fn main() {}
