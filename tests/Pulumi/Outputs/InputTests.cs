using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Utilities;

namespace PipAi.Pulumi.Tests.Outputs;

public sealed class InputTests
{
    [Fact]
    public async Task A_list_is_made_from_anything_like_one()
    {
        InputList<string> initializer = new() { "a", Output.Create("b"), new[] { "c" } };
        Assert.Equal(["a", "b", "c"], await ValuesAsync(initializer));
        Assert.Equal(["a"], await ValuesAsync<string>("a"));
        Assert.Equal(["a"], await ValuesAsync<string>(Output.Create("a")));
        Assert.Equal(["a", "b"], await ValuesAsync<string>(new List<string> { "a", "b" }));
        Assert.Equal(["a", "b"], await ValuesAsync<string>(new Output<string>[] { Output.Create("a"), Output.Create("b") }));
        Assert.Equal(["a", "b"], await ValuesAsync<string>(ImmutableArray.Create("a", "b")));
        Assert.Equal(["a", "b"], await ValuesAsync<string>(Output.Create(new[] { "a", "b" })));
        Assert.Equal(["a", "b"], await ValuesAsync<string>(Output.Create(new List<string> { "a", "b" })));
        Assert.Equal(["a", "b"], await ValuesAsync<string>(Output.Create(ImmutableArray.Create("a", "b"))));
    }

    [Fact]
    public async Task Lists_join_and_can_be_walked()
    {
        InputList<int> first = new[] { 1, 2 };
        var both = first.Concat(new[] { 3 });
        first.AddRange(new[] { 9 });
        Assert.Equal([1, 2, 3], await ValuesAsync(both));
        Assert.Equal([1, 2, 9], await ValuesAsync(first));
        var walked = new List<int>();
        await foreach (var item in both) walked.Add(await OutputUtilities.GetValueAsync((Output<int>)item));
        Assert.Equal([1, 2, 3], walked);
    }

    [Fact]
    public async Task A_map_takes_each_key_once_unless_the_value_is_the_same()
    {
        InputMap<string> map = new() { ["a"] = "1", ["b"] = Output.Create("2") };
        map.Add("a", "1");
        Assert.Equal("2", (await OutputUtilities.GetValueAsync((Output<ImmutableDictionary<string, string>>)map))["b"]);
        map.Add("a", "other");
        var twice = await Assert.ThrowsAsync<ArgumentException>(
            () => OutputUtilities.GetValueAsync((Output<ImmutableDictionary<string, string>>)map));
        Assert.Contains("'a' already exists", twice.Message);
    }

    [Fact]
    public async Task Of_merged_maps_the_second_wins()
    {
        InputMap<int> first = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 };
        InputMap<int> second = ImmutableDictionary<string, int>.Empty.Add("b", 3);
        var merged = await OutputUtilities.GetValueAsync((Output<ImmutableDictionary<string, int>>)InputMap<int>.Merge(first, second));
        Assert.Equal((1, 3), (merged["a"], merged["b"]));
    }

    [Fact]
    public async Task A_union_holds_either_type()
    {
        InputUnion<string, int> number = 5;
        InputUnion<string, int> text = Output.Create("x");
        Assert.Equal(5, (await OutputUtilities.GetValueAsync((Output<Union<string, int>>)number)).AsT1);
        var union = await OutputUtilities.GetValueAsync((Output<Union<string, int>>)text);
        Assert.True(union.TryPickT0(out var value, out _));
        Assert.Equal("x", value);
        Assert.Throws<InvalidOperationException>(() => union.AsT1);
        Assert.Equal("x!", union.MapT0(inner => inner + "!").Match(inner => inner, inner => $"{inner}"));
        InputList<Union<string, int>> mixed = [];
        mixed.Add(1);
        mixed.Add("two");
        Assert.Equal([1, "two"], (await ValuesAsync(mixed)).Select(item => item.Value));
    }

    [Fact]
    public async Task Json_is_taken_as_text_or_document()
    {
        InputJson text = """{"a":1}""";
        InputJson output = Output.Create(JsonDocument.Parse("[2]"));
        Assert.Equal(1, (await OutputUtilities.GetValueAsync((Output<JsonElement>)text)).GetProperty("a").GetInt32());
        Assert.Equal(2, (await OutputUtilities.GetValueAsync((Output<JsonElement>)output))[0].GetInt32());
    }

    private static Task<ImmutableArray<T>> ValuesAsync<T>(InputList<T> list) =>
        OutputUtilities.GetValueAsync((Output<ImmutableArray<T>>)list);
}
