//! What a row of pairs says: the median ratio, an interval that covers the true one, and the least.

/// Ratios of pairs of blocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Summary {
    /// How many pairs.
    pub(crate) pairs: usize,
    /// Median seconds per iteration of the baseline.
    pub(crate) baseline: f64,
    /// Median seconds per iteration of the contestant.
    pub(crate) contestant: f64,
    /// The median of the ratios contestant/baseline.
    pub(crate) median: f64,
    /// The interval that covers the true median with a probability of at least 95 %; the whole range below six pairs,
    /// which are too few for that.
    pub(crate) interval: (f64, f64),
    /// The least of the ratios.
    pub(crate) least: f64,
    /// The contestant's best block to the baseline's best: what is left when nothing disturbs.
    pub(crate) best: f64,
}

impl Summary {
    /// Of pairs (contestant, baseline), in seconds per iteration; `None` when there are none.
    pub(crate) fn of(pairs: &[(f64, f64)]) -> Option<Summary> {
        if pairs.is_empty() {
            return None;
        }
        let contestant = sorted(pairs.iter().map(|pair| pair.0));
        let baseline = sorted(pairs.iter().map(|pair| pair.1));
        let ratios = sorted(pairs.iter().map(|pair| pair.0 / pair.1));
        let cut = outside(ratios.len());
        Some(Summary {
            pairs: ratios.len(),
            baseline: median(&baseline),
            contestant: median(&contestant),
            median: median(&ratios),
            interval: (ratios[cut], ratios[ratios.len() - 1 - cut]),
            least: ratios[0],
            best: contestant[0] / baseline[0],
        })
    }
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Of values in order, at least one.
fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

/// How many of `n` ordered values lie outside of the interval at each end. By the sign test, whatever the distribution:
/// each value is below the true median with probability 1/2, so the interval misses it only when a Binomial(n, 1/2)
/// is at most this number, or as far at the other end.
fn outside(n: usize) -> usize {
    // The probability of exactly k, from k = 0 up; in logarithms, since 2^-n underflows.
    let mut log = -(n as f64) * std::f64::consts::LN_2;
    let (mut tail, mut cut) = (0.0, 0);
    for k in 0..n / 2 {
        tail += log.exp();
        if tail > 0.025 {
            break;
        }
        cut = k;
        log += ((n - k) as f64).ln() - ((k + 1) as f64).ln();
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from 0 to 1 that look random and are the same each time (Numerical Recipes' 64-bit generator).
    fn noise(seed: &mut u64) -> f64 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 11) as f64 / (1u64 << 53) as f64
    }

    #[test]
    fn known_ratios() {
        let summary = Summary::of(&[(2.0, 1.0), (3.0, 2.0), (4.0, 4.0)]).unwrap();
        assert_eq!((summary.pairs, summary.median, summary.least), (3, 1.5, 1.0));
        assert_eq!((summary.contestant, summary.baseline, summary.best), (3.0, 2.0, 2.0));
        let even = Summary::of(&[(1.0, 1.0), (2.0, 1.0), (3.0, 1.0), (5.0, 1.0)]).unwrap();
        assert_eq!((even.median, even.interval), (2.5, (1.0, 5.0)));
        assert_eq!(Summary::of(&[]), None);
    }

    #[test]
    fn an_outlier_does_not_move_the_median() {
        let mut pairs = vec![(1.02, 1.0); 21];
        pairs[4].0 = 1000.0;
        pairs[9].1 = 1000.0;
        let summary = Summary::of(&pairs).unwrap();
        assert_eq!((summary.median, summary.interval), (1.02, (1.02, 1.02)));
        assert!(summary.least < 0.01);
    }

    #[test]
    fn the_cut_is_that_of_the_tables_of_the_sign_test() {
        // Critical values for two sides and 5 %.
        for (n, cut) in [(5, 0), (6, 0), (8, 0), (9, 1), (12, 2), (20, 5), (25, 7), (50, 17), (100, 39)] {
            assert_eq!(outside(n), cut, "{n} pairs");
        }
        assert!(outside(5000) > 2400);
    }

    #[test]
    fn the_interval_covers_the_true_ratio_as_often_as_it_promises() {
        let (mut seed, mut covered) = (7, 0);
        let runs = 2000;
        for _ in 0..runs {
            // Skewed noise, as of a busy machine; the median of the contestant's factor is 1.1.
            let pairs: Vec<(f64, f64)> = (0..20)
                .map(|_| (1.1 * (0.02 * (noise(&mut seed) - 0.5) / (1.001 - noise(&mut seed))).exp(), 1.0))
                .collect();
            let (low, high) = Summary::of(&pairs).unwrap().interval;
            covered += usize::from(low <= 1.1 && 1.1 <= high);
        }
        let share = covered as f64 / runs as f64;
        assert!((0.94..=0.98).contains(&share), "{share}");
    }
}
