//! One drawing, two files: SVG for documents, PNG for everything else. And who has which colour.

use epaint_default_fonts::UBUNTU_LIGHT;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::{FontStyle, register_font as register};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// The one font, which every machine has since it is in the program.
pub(crate) const FONT: &str = "sans-serif";

/// Makes the font known; before anything is drawn.
pub(crate) fn register_font() -> Result<(), String> {
    register(FONT, FontStyle::Normal, UBUNTU_LIGHT).map_err(|_| "the font in this program is not one".to_owned())
}

/// What is drawn on: either kind of file.
pub(crate) trait Drawing {
    /// Draws.
    fn draw<B: DrawingBackend>(&self, area: &DrawingArea<B, Shift>) -> Result<(), String>;
}

/// Draws `name.svg` and `name.png`, and returns their path without an ending.
pub(crate) fn files(folder: &Path, name: &str, size: (u32, u32), drawing: &impl Drawing) -> Result<PathBuf, String> {
    let path = folder.join(name);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        drawing.draw(&area)?;
        area.present().map_err(|error| error.to_string())?;
    }
    let mut pixels = vec![0u8; 3 * size.0 as usize * size.1 as usize];
    {
        let area = BitMapBackend::with_buffer(&mut pixels, size).into_drawing_area();
        drawing.draw(&area)?;
        area.present().map_err(|error| error.to_string())?;
    }
    let say = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    std::fs::write(path.with_extension("svg"), svg).map_err(|error| say(&error))?;
    let file = File::create(path.with_extension("png")).map_err(|error| say(&error))?;
    let mut encoder = png::Encoder::new(BufWriter::new(file), size.0, size.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Best);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels));
    written.map_err(|error| say(&error))?;
    Ok(path)
}

/// The colour of a contestant, the same in every plot; apart for eyes that see few colours (Okabe and Ito's).
pub(crate) fn colour(name: &str) -> RGBColor {
    match name {
        "oxmpi" => RGBColor(213, 94, 0),
        "rsmpi" => RGBColor(0, 114, 178),
        "ferrompi" => RGBColor(0, 158, 115),
        "mpi4py" => RGBColor(204, 121, 167),
        _ => RGBColor(90, 90, 90),
    }
}
