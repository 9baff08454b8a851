using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PipAi.Testing;
using PipAi.Workers.Contracts.Elements;
using PipAi.Workers.Unstructured.Requests;

namespace PipAi.Unstructured.Tests.Service;

/// <summary>How the form of a request is read: by the table that the README shows, and nothing in it is passed over.</summary>
public sealed class FormTests
{
    private static readonly byte[] Text = "Minutes\n\nThe board met on Monday and approved the plan for the winter."u8.ToArray();

    public static TheoryData<string, string> OutsideTheOffer => new(OfferedParameters.All
        .Where(parameter => !parameter.IsOffered)
        .Select(parameter => (parameter.Name, parameter.Type switch
        {
            "boolean" => parameter.Default == "true" ? "false" : "true",
            "integer" => "7",
            "number" => "0.5",
            _ => "x",
        })));

    [Fact]
    public void The_readme_shows_the_table() =>
        ReadmeSection.Matches("workers/README.md", "partition-parameters", PartitionForm.Markdown());

    [Fact]
    public async Task Every_default_may_be_sent()
    {
        await using var service = await RunningService.StartAsync();
        var plain = await service.PartitionAsync(Text, "a.txt");
        var defaults = OfferedParameters.All.Select(parameter => (parameter.Name, parameter.Default)).ToArray();
        var all = await service.PartitionAsync(Text, "a.txt", null, defaults);
        Assert.Equal((200, plain.Body), (all.Status, all.Body));
    }

    [Theory]
    [MemberData(nameof(OutsideTheOffer))]
    public async Task What_is_not_offered_is_refused_by_name(string parameter, string value)
    {
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync(Text, "a.txt", null, (parameter, value));
        Assert.Equal(400, answer.Status);
        Assert.StartsWith($"{parameter} \"{value}\" is not offered: ", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_values_are_named()
    {
        await using var service = await RunningService.StartAsync();
        (string Name, string Value)[] wrong =
        [
            ("strategy", "magic"), ("strategy", "ocr_only"), ("output_format", "text/csv"), ("output_format", "xml"),
            ("chunking_strategy", "by_title"), ("coordinates", "maybe"), ("coordinates", "2"), ("starting_page_number", "one"),
            ("max_characters", "1.5"), ("languages", "[eng"), ("languages", "klingonese"), ("languages", "eng,xx"),
            ("ocr_languages", "auto"),
            ("encoding", "klingon"), ("encoding", "base64"), ("includePageBreaks", "true"), ("colour", "red"), ("files", "no file"),
            ("pdfminer_line_margin", "wide"),
        ];
        var text = new StringBuilder();
        foreach (var field in wrong)
        {
            var answer = await service.PartitionAsync(Text, "a.txt", null, field);
            text.AppendLine(CultureInfo.InvariantCulture, $"{field.Name}={field.Value}\n  {answer.Status} {answer.Detail}");
        }

        Approved.Text(text.ToString());
    }

    [Fact]
    public async Task All_wrong_values_of_a_request_are_named_at_once()
    {
        await using var service = await RunningService.StartAsync();
        (string Name, string Value)[] fields = [("coordinates", "maybe"), ("starting_page_number", "one"), ("strategy", "fast")];
        var answer = await service.PartitionAsync(Text, "a.txt", null, fields);
        var problems = JsonNode.Parse(answer.Body)!["detail"]!.AsArray();
        Assert.Equal(422, answer.Status);
        Assert.Equal(["coordinates", "starting_page_number"], problems.Select(problem => problem!["loc"]![1]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("1", true)]
    [InlineData("on", true)]
    [InlineData("Y", true)]
    [InlineData("yes", true)]
    [InlineData("t", true)]
    [InlineData("FALSE", false)]
    [InlineData("0", false)]
    [InlineData("off", false)]
    [InlineData("n", false)]
    [InlineData("f", false)]
    [InlineData("", false)]
    public async Task Booleans_have_the_spellings_that_FastAPI_takes(string spelling, bool value)
    {
        await using var service = await RunningService.StartAsync();
        var usual = (await service.PartitionAsync(Text, "a.txt")).Elements[0].ElementId;
        var answer = await service.PartitionAsync(Text, "a.txt", null, ("unique_element_ids", spelling));
        Assert.Equal(value, answer.Elements[0].ElementId != usual);
    }

    [Theory]
    [InlineData("languages=deu", "deu")]
    [InlineData("languages=[\"deu\"]", "deu")]
    [InlineData("languages=deu&languages=fra", "deu,fra")]
    [InlineData("languages[]=deu&languages[]=fra", "deu,fra")]
    [InlineData("languages=deu,fra", "deu,fra")]
    [InlineData("languages=deu+fra", "deu,fra")]
    [InlineData("languages=de&languages=French", "deu,fra")]
    [InlineData("languages=ger&languages=chi_sim", "deu,zho")]
    [InlineData("languages=auto&languages=deu", "eng")]
    [InlineData("ocr_languages=deu+fra", "deu,fra")]
    [InlineData("ocr_languages=deu&languages=fra", "fra")]
    [InlineData("languages=fra&ocr_languages=deu", "fra")]
    public async Task Lists_and_languages_come_in_every_form_that_clients_send(string fields, string languages)
    {
        await using var service = await RunningService.StartAsync();
        var sent = fields.Split('&').Select(field => field.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToArray();
        var answer = await service.PartitionAsync(Text, "a.txt", null, sent);
        Assert.Equal((200, languages), (answer.Status, string.Join(",", answer.Elements[0].Metadata.Languages)));
    }

    [Fact]
    public async Task Of_a_field_that_is_sent_twice_the_last_one_counts()
    {
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync(Text, "a.txt", null, ("content_type", "text/markdown"), ("content_type", "text/plain"));
        Assert.Equal("text/plain", answer.Elements[0].Metadata.Filetype);
        Assert.Equal(ElementType.NarrativeText, answer.Elements[1].Type);
    }

    [Theory]
    [InlineData("/general/v0/general?coordinates=true", 400, "coordinates came in the address; parameters are form fields.")]
    [InlineData("/general/v0/partition", 404, "Not Found")]
    [InlineData("/healthcheck", 405, "Method Not Allowed")]
    public async Task Other_addresses_and_methods_are_refused(string path, int status, string detail)
    {
        await using var service = await RunningService.StartAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Text), "files", "a.txt" } };
        using var response = await service.Http.PostAsync(path, form, TestContext.Current.CancellationToken);
        var answer = await Answer.ReadAsync(response);
        Assert.Equal((status, detail), (answer.Status, answer.Detail));
    }

    [Fact]
    public async Task A_file_under_another_name_is_refused()
    {
        await using var service = await RunningService.StartAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Text), "document", "a.txt" } };
        using var response = await service.Http.PostAsync("/general/v0/general", form, TestContext.Current.CancellationToken);
        var answer = await Answer.ReadAsync(response);
        Assert.Equal((400, "A file came as \"document\"; documents go into \"files\"."), (answer.Status, answer.Detail));
    }

    [Fact]
    public async Task Parts_that_a_client_would_have_to_take_apart_are_refused()
    {
        await using var service = await RunningService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/general/v0/general");
        request.Headers.Accept.ParseAdd("multipart/mixed");
        request.Content = new MultipartFormDataContent { { new ByteArrayContent(Text), "files", "a.txt" } };
        using var response = await service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(406, (int)response.StatusCode);
    }
}
