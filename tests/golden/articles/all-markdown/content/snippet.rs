// part: main
fn main() {
    println!("one");
}
// /part
fn other() {}
