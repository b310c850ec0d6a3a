//! What a hello-world costs to build, as bars.

use crate::canvas::{self, Drawing, FONT, colour};
use crate::data::Build;
use plotters::coord::Shift;
use plotters::prelude::*;
use std::path::{Path, PathBuf};

const SIZE: (u32, u32) = (760, 60);
const BAR: u32 = 44;

/// Draws the bars, and returns the path without an ending; `None` without builds.
pub(crate) fn draw(folder: &Path, builds: &[Build]) -> Result<Option<PathBuf>, String> {
    if builds.is_empty() {
        return Ok(None);
    }
    canvas::files(folder, "build-cost", (SIZE.0, SIZE.1 + BAR * builds.len() as u32), &Bars(builds)).map(Some)
}

/// Where bars start: right of the names.
const START: i32 = 220;

struct Bars<'a>(&'a [Build]);

impl Drawing for Bars<'_> {
    fn draw<B: DrawingBackend>(&self, area: &DrawingArea<B, Shift>) -> Result<(), String> {
        self.try_draw(area).map_err(|error| error.to_string())
    }
}

impl Bars<'_> {
    fn try_draw<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        area.fill(&WHITE)?;
        area.draw(&Text::new("A cold release build of a hello-world", (12, 10), (FONT, 20)))?;
        let longest = self.0.iter().map(|build| build.seconds).fold(0.0, f64::max);
        for (index, build) in self.0.iter().enumerate() {
            let top = SIZE.1 as i32 + (BAR as usize * index) as i32 - 10;
            let length = (280.0 * build.seconds / longest) as i32;
            let name = build.binding.split(' ').next().unwrap_or_default();
            area.draw(&Text::new(build.binding.clone(), (12, top + 6), (FONT, 15)))?;
            area.draw(&Rectangle::new([(START, top), (START + length.max(1), top + 26)], colour(name).filled()))?;
            let text =
                format!("{:.1} s, {} crates, {:.1} MB", build.seconds, build.crates, build.binary_bytes as f64 / 1e6);
            area.draw(&Text::new(text, (START + 8 + length, top + 6), (FONT, 15)))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_build_has_a_bar_with_its_figures() {
        canvas::register_font().unwrap();
        let folder = std::env::temp_dir().join(format!("oxmpi-bars-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let build =
            |binding: &str, seconds| Build { binding: binding.into(), seconds, crates: 14, binary_bytes: 4_200_000 };
        let path = draw(&folder, &[build("oxmpi", 7.5), build("rsmpi", 41.0)]).unwrap().unwrap();
        let svg = std::fs::read_to_string(path.with_extension("svg")).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(svg.contains("7.5 s, 14 crates, 4.2 MB") && svg.contains("rsmpi"), "{svg}");
        assert!(draw(Path::new("/"), &[]).unwrap().is_none());
    }
}
