//! Ratio to C over size: a panel for each case, a line for each contestant, and a grey band where C beside itself was, which is noise.

use crate::canvas::{self, Drawing, FONT, colour};
use crate::data::{Measured, Row, human};
use plotters::coord::Shift;
use plotters::prelude::*;
use std::path::{Path, PathBuf};

/// Who is drawn, in this order; the rest is in the tables.
const DRAWN: [&str; 4] = ["mpi4py", "ferrompi", "rsmpi", "oxmpi"];

/// The ratios of a panel; what lies outside is drawn at the edge.
const RATIOS: (f64, f64) = (0.9, 1.4);

/// Panels in a row, and the size of one.
const COLUMNS: usize = 3;
const PANEL: (u32, u32) = (420, 260);
const HEAD: u32 = 60;

/// Draws the plot of an MPI, and returns the path without an ending; `None` where no case has two sizes.
pub(crate) fn draw(folder: &Path, mpi: &Measured) -> Result<Option<PathBuf>, String> {
    let panels: Vec<Panel<'_>> = mpi.cases().into_iter().filter_map(|case| Panel::of(mpi, case)).collect();
    if panels.is_empty() {
        return Ok(None);
    }
    let columns = panels.len().min(COLUMNS);
    let size = (PANEL.0 * columns as u32, HEAD + PANEL.1 * panels.len().div_ceil(columns) as u32);
    let title = mpi.notes.first().map_or(mpi.id.as_str(), |note| note.split_once(": ").map_or(note, |(_, rest)| rest));
    let title = title.split(';').next().unwrap_or_default().to_owned();
    canvas::files(folder, &format!("ratios-{}", mpi.id), size, &Plot { title, columns, panels }).map(Some)
}

struct Plot<'a> {
    title: String,
    columns: usize,
    panels: Vec<Panel<'a>>,
}

struct Panel<'a> {
    case: &'a str,
    baseline: &'a str,
    /// Sizes in order: the places on the axis, which are equally far apart.
    sizes: Vec<usize>,
    rows: Vec<&'a Row>,
}

impl<'a> Panel<'a> {
    /// A case that has something to draw at two sizes or more.
    fn of(mpi: &'a Measured, case: &'a str) -> Option<Panel<'a>> {
        let rows: Vec<&Row> = mpi.of(case).collect();
        let drawn = |row: &&&Row| DRAWN.contains(&row.contestant.as_str()) && row.baseline.starts_with('C');
        let mut sizes: Vec<usize> = rows.iter().filter(drawn).map(|row| row.size).collect();
        sizes.sort_unstable();
        sizes.dedup();
        let baseline = rows.iter().find(drawn)?.baseline.as_str();
        (sizes.len() > 1).then_some(Panel { case, baseline, sizes, rows })
    }

    /// The rows of a contestant at the places of their sizes, in order. A case may be measured beside C in several processes: the
    /// last row of a size counts.
    fn line(&self, contestant: &str) -> Vec<(f64, &'a Row)> {
        let at = |size: usize| self.rows.iter().rev().find(move |row| row.contestant == contestant && row.size == size);
        self.sizes.iter().enumerate().filter_map(|(place, &size)| Some((place as f64, *at(size)?))).collect()
    }
}

impl Drawing for Plot<'_> {
    fn draw<B: DrawingBackend>(&self, area: &DrawingArea<B, Shift>) -> Result<(), String> {
        self.try_draw(area).map_err(|error| error.to_string())
    }
}

impl Plot<'_> {
    fn try_draw<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        area.fill(&WHITE)?;
        let (head, body) = area.split_vertically(HEAD);
        head.draw(&Text::new(format!("Time relative to C on {}", self.title), (12, 8), (FONT, 20)))?;
        let mut left = 14;
        for name in DRAWN.iter().rev() {
            head.draw(&Rectangle::new([(left, 38), (left + 14, 50)], colour(name).filled()))?;
            head.draw(&Text::new(*name, (left + 20, 35), (FONT, 15)))?;
            left += 100;
        }
        head.draw(&Rectangle::new([(left, 38), (left + 14, 50)], colour("").mix(0.25).filled()))?;
        head.draw(&Text::new("C beside itself: noise", (left + 20, 35), (FONT, 15)))?;
        for (panel, area) in
            self.panels.iter().zip(body.split_evenly((self.panels.len().div_ceil(self.columns), self.columns)))
        {
            panel.draw(&area)?;
        }
        Ok(())
    }
}

impl Panel<'_> {
    fn draw<B: DrawingBackend>(&self, area: &DrawingArea<B, Shift>) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let last = (self.sizes.len() - 1) as f64;
        let mut chart = ChartBuilder::on(area)
            .caption(format!("{}, beside {}", self.case, self.baseline), (FONT, 15))
            .margin(8)
            .x_label_area_size(28)
            .y_label_area_size(38)
            .build_cartesian_2d(-0.2..last + 0.2, RATIOS.0..RATIOS.1)?;
        let label = |place: &f64| {
            let near = place.round();
            let size = (near >= 0.0 && (place - near).abs() < 0.01).then(|| self.sizes.get(near as usize)).flatten();
            size.map_or(String::new(), |&size| human(size))
        };
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .x_labels(2 * self.sizes.len())
            .x_label_formatter(&label)
            .y_labels(6)
            .y_label_formatter(&|ratio| format!("{ratio:.1}"))
            .label_style((FONT, 12))
            .draw()?;
        let clamped = |ratio: f64| ratio.clamp(RATIOS.0, RATIOS.1);
        let noise = self.line(&format!("{} again", self.baseline));
        if noise.len() > 1 {
            let upper = noise.iter().map(|(place, row)| (*place, clamped(row.ratio_high)));
            let lower = noise.iter().rev().map(|(place, row)| (*place, clamped(row.ratio_low)));
            chart.draw_series([Polygon::new(upper.chain(lower).collect::<Vec<_>>(), colour("").mix(0.25))])?;
        }
        chart.draw_series(LineSeries::new([(-0.2, 1.0), (last + 0.2, 1.0)], BLACK.mix(0.6)))?;
        for name in DRAWN {
            let line = self.line(name);
            let points = line.iter().map(|(place, row)| (*place, clamped(row.ratio)));
            chart.draw_series(LineSeries::new(points, colour(name).stroke_width(2)))?;
            for (place, row) in line {
                let at = (place, clamped(row.ratio));
                if row.ratio > RATIOS.1 {
                    // How far outside is said in words.
                    chart.draw_series([TriangleMarker::new(at, 5, colour(name).filled())])?;
                    let text = format!("{:.1}", row.ratio);
                    chart.draw_series([Text::new(
                        text,
                        (place + 0.05, at.1 - 0.01),
                        (FONT, 11).into_font().color(&colour(name)),
                    )])?;
                } else {
                    chart.draw_series([Circle::new(at, 3, colour(name).filled())])?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(case: &str, size: usize, contestant: &str, ratio: f64) -> Row {
        let (ratio_low, ratio_high) = (ratio - 0.01, ratio + 0.01);
        let (case, contestant, baseline) = (case.to_owned(), contestant.to_owned(), "C".to_owned());
        Row { case, size, contestant, baseline, baseline_us: 1.0, ratio, ratio_low, ratio_high }
    }

    #[test]
    fn both_files_are_drawn_and_ratios_outside_are_said() {
        let mut rows = vec![row("lonely", 8, "oxmpi", 1.0)];
        for size in [0, 8, 1024] {
            rows.extend([
                row("ping", size, "oxmpi", 1.01),
                row("ping", size, "C again", 1.0),
                row("ping", size, "mpi4py", 4.9),
            ]);
        }
        canvas::register_font().unwrap();
        let folder = std::env::temp_dir().join(format!("oxmpi-ratios-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let notes = vec!["oxmpi: Some MPI 1.0; ranks on processors 0 | 1".to_owned()];
        let path = draw(&folder, &Measured { id: "some".into(), notes, rows }).unwrap().unwrap();
        let svg = std::fs::read_to_string(path.with_extension("svg")).unwrap();
        let png = std::fs::read(path.with_extension("png")).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(svg.contains("Some MPI 1.0") && svg.contains("4.9") && svg.contains("1 KiB"), "{svg}");
        assert!(!svg.contains("lonely"), "one size makes no line");
        assert_eq!(&png[1..4], b"PNG");
    }
}
