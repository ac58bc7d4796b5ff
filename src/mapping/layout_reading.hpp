#pragma once

#include "document/node.hpp"
#include "document/problems.hpp"
#include "document/table_reader.hpp"
#include "mapping/layout.hpp"

// The parts of parse_layout: each reads one table of the file into the layout and adds what is
// wrong to the problems. Kind, rows, format and [journal] come first, because the others ask them.
namespace bursar::mapping {

[[nodiscard]] bool is_ofx(const Layout& layout);

void read_file_style(document::TableReader& top, Layout& layout, document::Problems& problems);
void read_csv_style(document::TableReader& top, Layout& layout, document::Problems& problems);
void read_journal_style(document::TableReader& top, Layout& layout, document::Problems& problems);

// {account}, {currency} and {fiscal_year} in a template about files are one value only where files
// are split by it.
void check_split_fields(const Template& value, document::Place place, const Layout& layout,
                        document::Problems& problems);

// What a reader of the file needs in order to take each line once and as what it is: amounts,
// identities, accounts. `place` is that of the columns.
void check_columns(const Layout& layout, document::Place place, document::Problems& problems);

}  // namespace bursar::mapping
