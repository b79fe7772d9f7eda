//! A drawing of a graph in layers, as SVG with real links and real text: boxes, edges downwards, words on edges.
//!
//! Layers by longest path; long edges pass through the layers between in narrow gaps of their own (dummies), so that none
//! crosses a box. `order.rs` puts each layer in an order with few crossings, `place.rs` gives coordinates. All by sorted
//! vectors: equal graphs give equal bytes.

mod order;
mod place;
mod svg;

pub use svg::draw;

/// A graph to be drawn. It has no circles: an edge leads from an earlier to a later box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// What is drawn, as the drawing's title.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// In an order in which every edge leads forward.
    pub boxes: Vec<BoxNode>,
    /// Each pair of boxes at most once.
    pub edges: Vec<Edge>,
}

/// A box with a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoxNode {
    /// A small number in front.
    pub number: Option<usize>,
    /// What is written in it.
    pub text: String,
    /// Where it leads.
    pub url: String,
    /// Whether it is an end: drawn heavier and in the last layer.
    pub end: bool,
}

/// An edge between boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    /// Index of a box.
    pub from: usize,
    /// Index of a later box.
    pub to: usize,
    /// What is written on it.
    pub text: String,
}

/// Width and height of a box.
const BOX: (f64, f64) = (196.0, 64.0);
/// Width of a dummy.
const LANE: f64 = 8.0;
/// Between neighbours in a layer.
const GAP: f64 = 14.0;
/// Between layers.
const RISE: f64 = 84.0;
/// So many ends fit side by side.
const FEW: usize = 6;
/// Around the drawing.
const MARGIN: f64 = 20.0;

/// A vertex of the layered graph: a box, or a dummy where an edge passes a layer.
#[derive(Clone, Debug, Default)]
struct Vertex {
    layer: usize,
    width: f64,
    /// Neighbours in the layer above and below.
    above: Vec<usize>,
    below: Vec<usize>,
}

/// The layered graph: boxes first, by their index, then dummies.
#[derive(Clone, Debug, Default)]
struct Layered {
    vertices: Vec<Vertex>,
    /// For each edge its vertices from box to box.
    routes: Vec<Vec<usize>>,
    layers: usize,
}

impl Layered {
    fn new(graph: &Graph) -> Self {
        let ranks = ranks(graph);
        let vertex = |layer: usize, width: f64| Vertex {
            layer,
            width,
            ..Vertex::default()
        };
        let mut vertices: Vec<Vertex> = ranks.iter().map(|r| vertex(*r, BOX.0)).collect();
        let mut routes = Vec::with_capacity(graph.edges.len());
        for edge in &graph.edges {
            let (Some(&from), Some(&to)) = (ranks.get(edge.from), ranks.get(edge.to)) else {
                routes.push(Vec::new());
                continue;
            };
            let mut route = vec![edge.from];
            for layer in from + 1..to {
                route.push(vertices.len());
                vertices.push(vertex(layer, LANE));
            }
            route.push(edge.to);
            for pair in route.windows(2) {
                if let [up, down] = *pair {
                    if let Some(v) = vertices.get_mut(up) {
                        v.below.push(down);
                    }
                    if let Some(v) = vertices.get_mut(down) {
                        v.above.push(up);
                    }
                }
            }
            routes.push(route);
        }
        let layers = ranks.iter().max().map_or(0, |m| m + 1);
        Self {
            vertices,
            routes,
            layers,
        }
    }
}

/// The layer of each box: as deep as the longest path to it. A few ends stand side by side in the last layer; many would make
/// it too wide, so each stands below what leads to it.
fn ranks(graph: &Graph) -> Vec<usize> {
    let mut ranks = vec![0; graph.boxes.len()];
    let mut edges: Vec<&Edge> = graph.edges.iter().filter(|e| e.from < e.to).collect();
    edges.sort_by_key(|e| (e.from, e.to));
    for edge in edges {
        let next = ranks.get(edge.from).copied().unwrap_or(0) + 1;
        if let Some(rank) = ranks.get_mut(edge.to) {
            *rank = next.max(*rank);
        }
    }
    let side_by_side = graph.boxes.iter().filter(|b| b.end).count() <= FEW;
    let last = ranks.iter().copied().max().unwrap_or(0);
    for (rank, shown) in ranks.iter_mut().zip(&graph.boxes) {
        if shown.end && side_by_side {
            *rank = last;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a>b` for edges between numbered boxes; boxes without a way on are ends.
    fn graph(count: usize, edges: &[(usize, usize)]) -> Graph {
        let boxes = (0..count).map(|i| BoxNode {
            number: Some(i + 1),
            text: format!("Question number {i}, which is long enough for two lines?"),
            url: format!("/q/{i}/"),
            end: edges.iter().all(|(from, _)| *from != i),
        });
        let edges = edges.iter().map(|&(from, to)| Edge {
            from,
            to,
            text: "yes & no".into(),
        });
        Graph {
            title: "T".into(),
            description: "D".into(),
            boxes: boxes.collect(),
            edges: edges.collect(),
        }
    }

    fn dense() -> Graph {
        let mut edges = Vec::new();
        for i in 0..17 {
            for step in [1, 3, 7] {
                edges.push((i, (i + step).min(17 + i % 5)));
            }
        }
        edges.sort_unstable();
        edges.dedup();
        graph(22, &edges)
    }

    #[test]
    fn boxes_do_not_overlap_and_edges_avoid_them() {
        let graph = dense();
        let layered = Layered::new(&graph);
        let layers = order::order(&layered);
        let x = place::place(&layered, &layers);
        for layer in &layers {
            for pair in layer.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                let room = (layered.vertices[a].width + layered.vertices[b].width) / 2.0;
                assert!(x[b] - x[a] >= room + GAP - 0.01, "{a} {b}");
            }
        }
        assert_eq!(
            layers.iter().map(Vec::len).sum::<usize>(),
            layered.vertices.len()
        );
    }

    #[test]
    fn the_same_graph_gives_the_same_bytes_with_links_and_text() {
        let svg = draw(&dense());
        assert_eq!(svg, draw(&dense()));
        assert_eq!(svg.matches("<a ").count(), 22);
        assert!(svg.contains("href=\"/q/3/\""));
        assert!(svg.contains("yes &amp; no"));
        assert!(!svg.contains("style="));
        assert!(svg.contains("<title id=") && svg.contains("<desc id="));
    }

    #[test]
    fn small_and_odd_graphs_are_drawn() {
        for graph in [
            graph(0, &[]),
            graph(1, &[]),
            graph(3, &[(0, 1)]),
            graph(2, &[(1, 0), (0, 0), (0, 9)]),
        ] {
            assert!(draw(&graph).starts_with("<svg"));
        }
    }

    #[test]
    fn crossings_that_can_be_avoided_are() {
        // Two pairs that cross in the order of the file.
        let graph = graph(6, &[(0, 1), (0, 2), (1, 4), (1, 5), (2, 3)]);
        let layered = Layered::new(&graph);
        let layers = order::order(&layered);
        assert_eq!(order::crossings(&layered, &layers), 0);
    }
}
