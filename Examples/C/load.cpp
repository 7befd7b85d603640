// The same as load.c in C++: objects that release themselves, errors as exceptions, progress, a picture.
//
//     c++ -std=c++20 -o load load.cpp -lsagitta && ./load FOLDER PICTURE.png
#include <sagitta.h>

#include <cmath>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

class Object {
 public:
  Object() = default;
  Object(Object &&other) noexcept : number(std::exchange(other.number, 0)) {}
  Object(const Object &) = delete;
  ~Object() { sagitta_release(number); }
  sagitta_object number = 0;
};

// Makes a call whose last two arguments are a result and an error.
template <typename... Arguments>
Object made(sagitta_status (*function)(Arguments...), auto... arguments) {
  Object result, error;
  if (function(arguments..., &result.number, &error.number) != SAGITTA_OK)
    throw std::runtime_error(sagitta_error_message(error.number));
  return result;
}

static std::string quoted(const std::string &text) {
  std::string result = "\"";
  for (char letter : text) {
    if (letter == '"' || letter == '\\') result += '\\';
    result += letter;
  }
  return result + "\"";
}

static int32_t told(void *, const char *stage, uint64_t done, uint64_t total) {
  std::cerr << "\r" << stage << ": " << done << " of " << total << "  ";
  return 0;
}

static double mean(const Object &planes) {
  sagitta_array pixels{};
  pixels.size = sizeof pixels;
  sagitta_image_array(planes.number, 0, &pixels, nullptr);
  double sum = 0, count = 0;
  auto values = static_cast<const float *>(pixels.data);
  for (uint64_t n = 0; n < pixels.columns * pixels.rows; n++) {
    if (std::isnan(values[n])) continue;
    sum += values[n];
    count += 1;
  }
  return sum / count;
}

int main(int count, char **arguments) try {
  if (count != 3) throw std::runtime_error("usage: load FOLDER PICTURE.png");
  sagitta_call call{};
  call.size = sizeof call;
  call.progress = told;

  auto inputs = "{\"inputs\": [" + quoted(arguments[1]) + "]}";
  auto volume = made(sagitta_load, &call, inputs.c_str(), SAGITTA_TEXT_END);
  std::cerr << "\n";

  const char *axial = R"({"planes": {"orthogonal": {"plane": "axial"}}, "display": {"window": "full"}})";
  auto values = made(sagitta_planes, &call, volume.number, 0, 0, axial, SAGITTA_TEXT_END, SAGITTA_VALUES);
  std::cout << "mean of the middle axial plane: " << mean(values) << "\n";

  auto images = made(sagitta_planes, &call, volume.number, 0, 0, axial, SAGITTA_TEXT_END, SAGITTA_IMAGES);
  auto file = "{\"path\": " + quoted(arguments[2]) + ", \"replace\": true}";
  made(sagitta_images_save, &call, images.number, file.c_str(), SAGITTA_TEXT_END);
} catch (const std::exception &error) {
  std::cerr << "load: " << error.what() << "\n";
  return 1;
}
