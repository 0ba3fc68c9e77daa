//! An app in Rust: rings that spread from wherever the pointer is pressed.

use wasmengine::scene::{self, Place};
use wasmengine::{app, info, request_frame, App, Event, Input, Result, Surface};

const PICTURE: u32 = 1;
const COUNT: u32 = 2;
const LIFE_NS: i64 = 3_000_000_000;
const SPEED: f32 = 120.0 / 1e9;

struct Ring {
    x: f32,
    y: f32,
    born_ns: i64,
}

struct Ripples {
    surface: Surface,
    rings: Vec<Ring>,
}

fn surface(width: u32, height: u32) -> Result<Surface> {
    let surface = Surface::new(width, height)?;
    scene::opaque_surface(PICTURE, &surface, Place { x: 0.0, y: 0.0, width: width as f32, height: height as f32 })?;
    Ok(surface)
}

impl Ripples {
    fn drop_at(&mut self, x: f32, y: f32, time_ns: i64) {
        self.rings.push(Ring { x, y, born_ns: time_ns });
        let count = format!("{} rings: click for more", self.rings.len());
        if let Err(error) = scene::text(COUNT, 12.0, 24.0, 16.0, 0xFFFF_FFFF, &count) {
            error.log("the count can't be shown");
        }
    }
}

impl App for Ripples {
    fn start(width: u32, height: u32) -> Result<Self> {
        info!("ripples of {}x{} pixels", width, height);
        let app = Ripples { surface: surface(width, height)?, rings: Vec::new() };
        request_frame();
        Ok(app)
    }

    fn frame(&mut self, time_ns: i64) {
        self.rings.retain(|ring| time_ns - ring.born_ns < LIFE_NS);
        if self.rings.is_empty() {
            self.drop_at(self.surface.width() as f32 / 2.0, self.surface.height() as f32 / 2.0, time_ns);
        }
        if let Some(mut picture) = self.surface.begin() {
            for y in 0..picture.height() {
                for (x, pixel) in picture.row(y).iter_mut().enumerate() {
                    let mut light = 0.0;
                    for ring in &self.rings {
                        let age = (time_ns - ring.born_ns) as f32;
                        let distance = (x as f32 - ring.x).hypot(y as f32 - ring.y) - age * SPEED;
                        light += (1.0 - distance.abs() / 4.0).max(0.0) * (1.0 - age / LIFE_NS as f32).max(0.0);
                    }
                    *pixel = 0xFF10_1018 + (0x60 as f32 * light.min(1.0)) as u32 * 0x0001_0102;
                }
            }
            // Whatever keeps it from being shown, the next frame will be another.
            let _ = picture.present();
        }
        request_frame();
    }

    fn event(&mut self, event: Event) {
        match event.input {
            Input::PointerDown { x, y, .. } => self.drop_at(x, y, event.time_ns),
            Input::Resize { width, height } => match surface(width, height) {
                Ok(surface) => self.surface = surface,
                Err(error) => error.log("no surface for the new size"),
            },
            _ => {}
        }
    }
}

app!(Ripples);
