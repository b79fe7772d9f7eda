//! The order within each layer: sweeps by the middle of the neighbours, then swaps of neighbours while that helps.

use super::Layered;

/// Up and down so often.
const SWEEPS: usize = 24;
/// A drawing with more vertices than this is ordered with fewer sweeps: it must not hold up a build.
const LARGE: usize = 600;

/// The vertices of each layer from left to right, with few crossings.
pub(super) fn order(graph: &Layered) -> Vec<Vec<usize>> {
    let mut layers = first(graph);
    let mut best = layers.clone();
    let mut fewest = crossings(graph, &layers);
    let sweeps = match graph.vertices.len() > LARGE {
        true => 4,
        false => SWEEPS,
    };
    for sweep in 0..sweeps {
        if fewest == 0 {
            break;
        }
        let down = sweep % 2 == 0;
        let median = sweep % 4 >= 2;
        let count = layers.len();
        let visit: Vec<usize> = match down {
            true => (1..count).collect(),
            false => (0..count.saturating_sub(1)).rev().collect(),
        };
        for at in visit {
            sort_layer(graph, &mut layers, at, down, median);
        }
        if graph.vertices.len() <= LARGE {
            swap_neighbours(graph, &mut layers);
        }
        let now = crossings(graph, &layers);
        if now < fewest {
            fewest = now;
            best.clone_from(&layers);
        }
    }
    best
}

/// Depth-first from the first box, so that what belongs together stands together.
fn first(graph: &Layered) -> Vec<Vec<usize>> {
    let mut layers = vec![Vec::new(); graph.layers];
    let mut seen = vec![false; graph.vertices.len()];
    for root in 0..graph.vertices.len() {
        let mut open = vec![root];
        while let Some(at) = open.pop() {
            let (Some(vertex), Some(mark)) = (graph.vertices.get(at), seen.get_mut(at)) else {
                continue;
            };
            if std::mem::replace(mark, true) {
                continue;
            }
            if let Some(layer) = layers.get_mut(vertex.layer) {
                layer.push(at);
            }
            open.extend(vertex.below.iter().rev());
        }
    }
    layers
}

fn sort_layer(
    graph: &Layered,
    layers: &mut [Vec<usize>],
    at: usize,
    from_above: bool,
    median: bool,
) {
    let fixed = match from_above {
        true => at.checked_sub(1),
        false => Some(at + 1),
    };
    let position = positions(graph, fixed.and_then(|f| layers.get(f)));
    let Some(layer) = layers.get_mut(at) else {
        return;
    };
    let mut keyed: Vec<(f64, usize, usize)> = layer
        .iter()
        .enumerate()
        .map(|(old, &v)| {
            let near = neighbours(graph, v, from_above);
            let mut places: Vec<f64> = near
                .iter()
                .map(|n| position.get(*n).copied().unwrap_or(0) as f64)
                .collect();
            places.sort_by(f64::total_cmp);
            (middle(&places, median).unwrap_or(old as f64), old, v)
        })
        .collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    *layer = keyed.into_iter().map(|(_, _, v)| v).collect();
}

fn neighbours(graph: &Layered, vertex: usize, above: bool) -> &[usize] {
    let vertex = graph.vertices.get(vertex);
    vertex.map_or(&[], |v| if above { &v.above } else { &v.below })
}

/// The middle of sorted places: their median or their mean.
fn middle(places: &[f64], median: bool) -> Option<f64> {
    if places.is_empty() {
        return None;
    }
    if median {
        return places.get(places.len() / 2).copied();
    }
    Some(places.iter().sum::<f64>() / places.len() as f64)
}

/// Where each vertex of a layer stands, by vertex.
fn positions(graph: &Layered, layer: Option<&Vec<usize>>) -> Vec<usize> {
    let mut out = vec![0; graph.vertices.len()];
    for (at, v) in layer.into_iter().flatten().enumerate() {
        if let Some(slot) = out.get_mut(*v) {
            *slot = at;
        }
    }
    out
}

fn swap_neighbours(graph: &Layered, layers: &mut [Vec<usize>]) {
    for at in 0..layers.len() {
        let above = positions(graph, at.checked_sub(1).and_then(|a| layers.get(a)));
        let below = positions(graph, layers.get(at + 1));
        let Some(layer) = layers.get_mut(at) else {
            continue;
        };
        // Each pass removes crossings; a bound keeps it short.
        for _ in 0..8 {
            let mut helped = false;
            for i in 1..layer.len() {
                let (Some(&a), Some(&b)) = (layer.get(i - 1), layer.get(i)) else {
                    continue;
                };
                let count = |left: usize, right: usize| {
                    pair(graph, left, right, true, &above) + pair(graph, left, right, false, &below)
                };
                if count(b, a) < count(a, b) {
                    layer.swap(i - 1, i);
                    helped = true;
                }
            }
            if !helped {
                break;
            }
        }
    }
}

/// Crossings between the edges of two vertices, `left` standing left of `right`.
fn pair(graph: &Layered, left: usize, right: usize, above: bool, position: &[usize]) -> usize {
    let place = |n: &usize| position.get(*n).copied().unwrap_or(0);
    let left = neighbours(graph, left, above).iter().map(place);
    left.map(|l| {
        let right = neighbours(graph, right, above).iter().map(place);
        right.filter(|r| *r < l).count()
    })
    .sum()
}

/// All crossings.
pub(super) fn crossings(graph: &Layered, layers: &[Vec<usize>]) -> usize {
    let mut total = 0;
    for (at, layer) in layers.iter().enumerate() {
        let below = positions(graph, layers.get(at + 1));
        // Ends of the edges so far, sorted: an edge crosses those that end further right.
        let mut ends: Vec<usize> = Vec::new();
        for v in layer {
            let place = |n: &usize| below.get(*n).copied().unwrap_or(0);
            let mut new: Vec<usize> = neighbours(graph, *v, false).iter().map(place).collect();
            new.sort_unstable();
            for n in &new {
                total += ends.len() - ends.partition_point(|e| e <= n);
            }
            ends.extend(new);
            ends.sort_unstable();
        }
    }
    total
}
