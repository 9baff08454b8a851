using System.Collections.Immutable;
using PipAi.Workers.Unstructured.Formats;
using PipAi.Workers.Unstructured.Refusals;
using static PipAi.Workers.Unstructured.Requests.PartitionParameter;

namespace PipAi.Workers.Unstructured.Requests;

/// <summary>The table of all fields that Unstructured's API and its clients know, and what each does here.</summary>
internal static class OfferedParameters
{
    private const string Chunks = "elements are not put together to chunks here";
    private const string Pictures = "pictures are not cut out";
    private const string Models = "no model and no OCR runs here";
    private const string Client = "the client's own: it has acted on it before it sends the document";

    /// <summary>The fields, in alphabetical order.</summary>
    public static readonly ImmutableArray<PartitionParameter> All =
    [
        Refused("chunking_strategy", FieldType.Text, null, Chunks),
        Refused("combine_under_n_chars", FieldType.Integer, null, Chunks),
        Offered("content_type", FieldType.Text, null, "the media type of the files; goes before what each file's part says",
            (all, type) => all with { ContentType = type }),
        Offered("coordinates", FieldType.Flag, false, "`coordinates` in the metadata of a PDF's elements",
            (all, wanted) => all with { Coordinates = wanted }),
        Refused("do_not_break_similarity_on_footer_header", FieldType.Flag, false, Chunks),
        Offered("encoding", FieldType.Text, null,
            "of text, Markdown and HTML, by IANA's or Python's name; none or `utf-8`: detected", ReadEncoding),
        Refused("extract_image_block_types", FieldType.List, [], Pictures),
        Refused("gz_uncompressed_content_type", FieldType.Text, null, "files that are packed with gzip are not read"),
        Refused("hi_res_model_name", FieldType.Text, null, Models),
        Refused("include_orig_elements", FieldType.Flag, false, Chunks),
        Offered("include_page_breaks", FieldType.Flag, false, "an element `PageBreak` between two pages",
            (all, wanted) => all with { IncludePageBreaks = wanted }),
        Offered("include_slide_notes", FieldType.Flag, true, "of slides only; files with slides are refused", (all, _) => all),
        Offered("languages", FieldType.List, [],
            "of the documents: ISO 639 codes, Tesseract's or English names; `auto` or none: detected", ReadLanguages),
        Refused("max_characters", FieldType.Integer, 500, Chunks),
        Refused("multipage_sections", FieldType.Flag, true, Chunks),
        Refused("new_after_n_chars", FieldType.Integer, null, Chunks),
        Offered("ocr_languages", FieldType.List, [], "the older name of `languages`, which goes before it", ReadOlderLanguages),
        Offered("output_format", FieldType.Choice("application/json", "text/csv"), "application/json",
            "of the answer; `text/csv` is refused", ReadFormat),
        Refused("overlap", FieldType.Integer, 0, Chunks),
        Refused("overlap_all", FieldType.Flag, false, Chunks),
        Offered("pdf_infer_table_structure", FieldType.Flag, true, "`false` is the older way to say `skip_infer_table_types=pdf`",
            (all, wanted) => all with { PdfTables = wanted }),
        Refused("pdfminer_char_margin", FieldType.Number, null, "PDFs are not read by pdfminer here"),
        Refused("pdfminer_line_margin", FieldType.Number, null, "PDFs are not read by pdfminer here"),
        Refused("pdfminer_line_overlap", FieldType.Number, null, "PDFs are not read by pdfminer here"),
        Refused("pdfminer_word_margin", FieldType.Number, null, "PDFs are not read by pdfminer here"),
        Refused("similarity_threshold", FieldType.Number, null, Chunks),
        Offered("skip_infer_table_types", FieldType.List, [],
            "kinds of files (`docx`, `html`, `md`, `pdf`) whose tables come without `text_as_html`", ReadPlainTables),
        Offered("split_pdf_allow_failed", FieldType.Flag, false, Client, (all, _) => all),
        Offered("split_pdf_cache_tmp_data", FieldType.Flag, false, Client, (all, _) => all),
        Offered("split_pdf_cache_tmp_data_dir", FieldType.Text, null, Client, (all, _) => all),
        Offered("split_pdf_concurrency_level", FieldType.Integer, 5, Client, (all, _) => all),
        Offered("split_pdf_page", FieldType.Flag, true, Client, (all, _) => all),
        Offered("split_pdf_page_range", FieldType.List, [], Client, (all, _) => all),
        Offered("starting_page_number", FieldType.Integer, 1, "the number of the first page",
            (all, first) => all with { StartingPageNumber = first ?? 1 }),
        Offered("strategy", FieldType.Choice("auto", "fast", "hi_res", "ocr_only"), "auto",
            "`auto`, `fast` and `hi_res` are one: layout is found without a model; `ocr_only` is refused", ReadStrategy),
        Refused("table_ocr_agent", FieldType.Text, null, Models),
        Offered("unique_element_ids", FieldType.Flag, false, "random ids instead of those that the document gives",
            (all, wanted) => all with { UniqueElementIds = wanted }),
        Refused("vlm_model", FieldType.Text, null, Models),
        Refused("vlm_model_provider", FieldType.Text, null, Models),
        Offered("xml_keep_tags", FieldType.Flag, false, "of XML only; XML files are refused", (all, _) => all),
    ];

    private static PartitionParameters ReadEncoding(PartitionParameters all, string? name) =>
        EncodingNames.Find(name!) is not null
        ? all with { Encoding = name }
        : throw RequestRejectedException.BadRequest($"Invalid encoding: {name}. No encoding has this name.");

    private static PartitionParameters ReadLanguages(PartitionParameters all, IReadOnlyList<string> names) =>
        names.Contains("auto") ? all : all with { Languages = [.. names.Select(name => Code("languages", name)).Distinct()] };

    private static PartitionParameters ReadOlderLanguages(PartitionParameters all, IReadOnlyList<string> names)
    {
        var codes = names.Select(name => Code("ocr_languages", name)).Distinct().ToImmutableArray();
        return all.Languages.IsEmpty ? all with { Languages = codes } : all;
    }

    private static string Code(string parameter, string name) => LanguageCodes.Of(name)
        ?? throw RequestRejectedException.BadRequest(
            $"Invalid {parameter}: \"{name}\" is no language; give its ISO 639 code, such as eng.");

    private static PartitionParameters ReadFormat(PartitionParameters all, string format) =>
        format == "application/json"
            ? all : throw RequestRejectedException.BadRequest($"output_format {format} is not offered; leave it out.");

    private static PartitionParameters ReadStrategy(PartitionParameters all, string strategy) => strategy is "auto" or "fast" or "hi_res"
        ? all
        : throw RequestRejectedException.BadRequest($"Strategy {strategy} is not offered: {Models}. Use auto.");

    private static PartitionParameters ReadPlainTables(PartitionParameters all, IReadOnlyList<string> types) =>
        all with { PlainTableTypes = [.. types.Select(type => type.ToLowerInvariant())] };
}
