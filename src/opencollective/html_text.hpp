#pragma once

#include <string>
#include <string_view>

namespace bursar::opencollective {

// Replaces HTML character references (&amp; &lt; &gt; &quot; &apos; &nbsp; &#39; &#x27;) by what
// they stand for, once: "&amp;lt;" becomes "&lt;". Whatever is no such reference stays as it is.
// The API escapes the descriptions of expense items (F 12.8).
[[nodiscard]] std::string unescape_html(std::string_view text);

}  // namespace bursar::opencollective
