//! Where each vertex stands across: near the middle of its neighbours, in its order, with room between.

use super::{GAP, LANE, Layered, MARGIN};

/// So often every vertex moves to its neighbours.
const PASSES: usize = 40;

/// The middle of each vertex.
pub(super) fn place(graph: &Layered, layers: &[Vec<usize>]) -> Vec<f64> {
    let mut x = vec![0.0; graph.vertices.len()];
    for layer in layers {
        let wanted: Vec<f64> = layer.iter().map(|_| 0.0).collect();
        settle(graph, layer, &wanted, &mut x);
    }
    for pass in 0..PASSES {
        let count = layers.len();
        for step in 0..count {
            let at = if pass % 2 == 0 {
                step
            } else {
                count - 1 - step
            };
            let Some(layer) = layers.get(at) else {
                continue;
            };
            let wanted: Vec<f64> = layer.iter().map(|v| mean(graph, *v, &x)).collect();
            settle(graph, layer, &wanted, &mut x);
        }
    }
    shift(graph, &mut x);
    x
}

/// The mean of all neighbours, those along a long edge counted more, so that it runs straight; without any, where it stands.
fn mean(graph: &Layered, vertex: usize, x: &[f64]) -> f64 {
    let at = |v: usize| x.get(v).copied().unwrap_or(0.0);
    let lane = |v: usize| graph.vertices.get(v).is_some_and(|v| v.width <= LANE);
    let Some(v) = graph.vertices.get(vertex) else {
        return 0.0;
    };
    let (mut sum, mut weights) = (0.0, 0.0);
    for &near in v.above.iter().chain(&v.below) {
        let weight = match (lane(vertex), lane(near)) {
            (true, true) => 8.0,
            (true, false) | (false, true) => 2.0,
            (false, false) => 1.0,
        };
        sum += at(near) * weight;
        weights += weight;
    }
    match weights > 0.0 {
        true => sum / weights,
        false => at(vertex),
    }
}

/// Puts a layer as near to what is wanted as order and room allow: pushed from the left, pushed from the right, averaged.
/// Both keep the order and the gaps, and so does their average.
fn settle(graph: &Layered, layer: &[usize], wanted: &[f64], x: &mut [f64]) {
    let half = |i: usize| {
        let vertex = layer.get(i).and_then(|v| graph.vertices.get(*v));
        vertex.map_or(0.0, |v| v.width / 2.0)
    };
    let mut left: Vec<f64> = Vec::with_capacity(layer.len());
    for (i, want) in wanted.iter().enumerate() {
        let least = match left.last() {
            Some(before) => before + half(i - 1) + GAP + half(i),
            None => f64::NEG_INFINITY,
        };
        left.push(want.max(least));
    }
    let mut right = wanted.to_vec();
    for i in (0..right.len().saturating_sub(1)).rev() {
        let most = right.get(i + 1).map(|n| n - half(i + 1) - GAP - half(i));
        if let (Some(most), Some(slot)) = (most, right.get_mut(i)) {
            *slot = slot.min(most);
        }
    }
    for ((v, l), r) in layer.iter().zip(&left).zip(&right) {
        if let Some(slot) = x.get_mut(*v) {
            *slot = (l + r) / 2.0;
        }
    }
}

/// So that the leftmost edge of all stands at the margin.
fn shift(graph: &Layered, x: &mut [f64]) {
    let edge = x
        .iter()
        .zip(&graph.vertices)
        .map(|(x, v)| x - v.width / 2.0)
        .fold(f64::INFINITY, f64::min);
    if edge.is_finite() {
        x.iter_mut().for_each(|x| *x += MARGIN - edge);
    }
}
