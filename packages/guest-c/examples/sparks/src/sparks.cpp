// An app in C++ with its standard library: sparks fly from wherever the pointer is pressed, and count themselves.
#include "wasmengine.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <random>
#include <string>
#include <vector>

WE_APP

namespace {

constexpr uint32_t PictureNode = 1, CountNode = 2;
constexpr float Gravity = 0.12f;

struct Spark {
    float x, y, dx, dy;
    uint32_t colour;
};

// A surface that knows its size and is destroyed with its owner.
class Picture {
  public:
    Picture(int32_t width, int32_t height)
        : width_(width), height_(height), surface_(we_surface_create(width, height)), stride_(surface_ > 0 ? we_surface_stride(surface_) : 0) {}
    ~Picture() {
        if (surface_ > 0) we_surface_destroy(surface_);
    }
    Picture(const Picture &) = delete;
    Picture &operator=(const Picture &) = delete;

    int32_t error() const { return surface_ > 0 ? we_scene_surface(PictureNode, surface_, 0, 0, float(width_), float(height_), WE_SURFACE_OPAQUE) : surface_; }

    void draw(const std::vector<Spark> &sparks) const {
        uint32_t *pixels = we_surface_begin(surface_);
        if (!pixels) return; // no free slot right now: the next frame will do
        const std::size_t row = std::size_t(stride_) / sizeof *pixels;
        for (int32_t y = 0; y < height_; y++) std::fill_n(pixels + std::size_t(y) * row, width_, 0xFF101018u);
        for (const Spark &spark : sparks) {
            const auto x = int32_t(spark.x), y = int32_t(spark.y);
            if (x >= 0 && x < width_ && y >= 0 && y < height_) pixels[std::size_t(y) * row + std::size_t(x)] = spark.colour;
        }
        we_surface_present(surface_, 0, 0, 0, 0);
    }

    bool below(const Spark &spark) const { return spark.y > float(height_); }

  private:
    int32_t width_, height_, surface_, stride_;
};

Picture *picture; // the engine ends an app as a whole: nothing to tidy up
std::vector<Spark> sparks;
std::mt19937 generator{1};

void burst(float x, float y) {
    std::uniform_real_distribution<float> speed(-3, 3);
    std::uniform_int_distribution<uint32_t> colour(0xC0, 0xFF);
    std::generate_n(std::back_inserter(sparks), 200, [&] {
        return Spark{x, y, speed(generator), speed(generator) - 2, 0xFF000000u | colour(generator) << 16 | colour(generator) << 8};
    });
}

void count() {
    const std::string text = std::to_string(sparks.size()) + " sparks: click for more";
    we_scene_text(CountNode, 12, 24, 16, 0xFFFFFFFF, text.data(), text.size());
}

} // namespace

int32_t wasmengine_init(int32_t width, int32_t height) {
    picture = new Picture(width, height);
    if (int32_t error = picture->error()) return error;
    burst(float(width) / 2, float(height) / 2);
    we_request_frame();
    return 0;
}

WE_EXPORT(wasmengine_frame) void wasmengine_frame(int64_t) {
    for (Spark &spark : sparks) {
        spark.x += spark.dx;
        spark.y += spark.dy;
        spark.dy += Gravity;
    }
    sparks.erase(std::remove_if(sparks.begin(), sparks.end(), [](const Spark &s) { return picture->below(s); }), sparks.end());
    picture->draw(sparks);
    count();
    we_request_frame();
}

WE_EXPORT(wasmengine_event) void wasmengine_event(int32_t kind, float x, float y, int32_t, int32_t, int64_t) {
    if (kind == WE_POINTER_DOWN) burst(x, y);
    if (kind == WE_RESIZE) {
        delete picture;
        picture = new Picture(int32_t(x), int32_t(y));
        if (picture->error()) we_log(WE_LOG_ERROR, "no surface for the new size", 27);
    }
}
