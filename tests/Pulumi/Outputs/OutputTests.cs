using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace PipAi.Pulumi.Tests.Outputs;

public sealed class OutputTests
{
    private static readonly Output<int> Known = Output.Create(2);
    private static readonly Output<int> Secret = Output.CreateSecret(3);
    private static readonly Output<int> Unknown = OutputUtilities.CreateUnknown(4);

    [Fact]
    public async Task Apply_computes_from_the_value()
    {
        Assert.Equal((4, true, false), await StateAsync(Known.Apply(value => value * 2)));
        Assert.Equal((4, true, false), await StateAsync(Known.Apply(value => Task.FromResult(value * 2))));
        Assert.Equal((4, true, false), await StateAsync(Known.Apply(value => Output.Create(value * 2))));
        Assert.Equal((4, true, false), await StateAsync(Known.Apply(value => (Input<int>)(value * 2))));
        Assert.Equal((4, true, false), await StateAsync(Output.Create(Task.FromResult(4))));
    }

    [Fact]
    public async Task Apply_is_not_called_with_an_unknown_value()
    {
        var called = false;
        Assert.Equal((0, false, false), await StateAsync(Unknown.Apply(value =>
        {
            called = true;
            return value;
        })));
        Assert.False(called);
    }

    [Fact]
    public async Task A_secret_makes_everything_computed_from_it_secret()
    {
        Assert.Equal((6, true, true), await StateAsync(Secret.Apply(value => value * 2)));
        Assert.Equal((5, true, true), await StateAsync(Known.Apply(known => Secret.Apply(secret => known + secret))));
        Assert.Equal((0, false, true), await StateAsync(Secret.Apply(_ => Unknown)));
        Assert.Equal((3, true, false), await StateAsync(Output.Unsecret(Secret)));
        Assert.Equal((2, true, true), await StateAsync(Output.CreateSecret(Known)));
        Assert.True(await Output.IsSecretAsync(Output.CreateSecret(Task.FromResult(1))));
    }

    [Fact]
    public async Task All_and_tuples_are_known_when_all_are_and_secret_when_one_is()
    {
        Assert.Equal([2, 3], (await StateAsync(Output.All(Known, Secret))).Value);
        Assert.Equal((true, true), Marks(await StateAsync(Output.All(Known, Secret))));
        Assert.Equal((false, true), Marks(await StateAsync(Output.All<int>(Secret, Unknown, 5))));
        Assert.Equal((false, false), Marks(await StateAsync(Output.Tuple(Known, Unknown))));
        Assert.Equal(((2, 3, "x"), true, true), await StateAsync(Output.Tuple(Known, Secret, Output.Create("x"))));
        Assert.Equal(
            ((1, 2, 3, 4, 5, 6, 7, 8), true, false),
            await StateAsync(Output.Tuple<int, int, int, int, int, int, int, int>(1, 2, 3, 4, 5, 6, 7, 8)));
    }

    [Fact]
    public async Task Format_puts_values_into_text()
    {
        Input<string> host = "example.com";
        Assert.Equal(
            ("https://example.com:2/x?n=1.5", true, false), await StateAsync(Output.Format($"https://{host}:{Known}/{"x"}?n={1.5}")));
        Assert.Equal((false, true), Marks(await StateAsync(Output.Format($"{Secret}{Unknown}"))));
    }

    [Fact]
    public async Task A_failure_passes_on_to_everything_computed_from_it()
    {
        var failed = Known.Apply<int>(Fail).Apply(value => value + 1);
        Assert.Equal("no", (await Assert.ThrowsAsync<InvalidOperationException>(() => OutputUtilities.GetValueAsync(failed))).Message);

        static int Fail(int value) => throw new InvalidOperationException("no");
    }

    [Fact]
    public async Task A_deferred_output_is_what_it_is_resolved_with_once()
    {
        var deferred = new DeferredOutput<int>();
        var doubled = deferred.Output.Apply(value => value * 2);
        deferred.Resolve(Secret);
        Assert.Equal((6, true, true), await StateAsync(doubled));
        Assert.Throws<InvalidOperationException>(() => deferred.Resolve(Known));
    }

    [Fact]
    public async Task Lists_and_unions_have_shorthands()
    {
        var list = Output.Create(ImmutableArray.Create("a", "b"));
        Assert.Equal("b", await OutputUtilities.GetValueAsync(list.GetAt(1)));
        Assert.Equal("a", await OutputUtilities.GetValueAsync(list.First()));
        Assert.Equal(2, await OutputUtilities.GetValueAsync(list.Length()));
        var union = Output.Create(Union<string, int>.FromT1(5));
        Assert.True(await OutputUtilities.GetValueAsync(union.IsT1()));
        Assert.Equal(5, await OutputUtilities.GetValueAsync(union.Value()));
    }

    [Fact]
    public async Task Json_text_has_the_marks_of_every_output_in_it()
    {
        var document = new Dictionary<string, object> { ["known"] = Known, ["list"] = new[] { 1, 2 }, ["nested"] = new { Value = Secret } };
        var text = Output.JsonSerialize(Output.Create(document));
        Assert.Equal(("""{"known":2,"list":[1,2],"nested":{"Value":3}}""", true, true), await StateAsync(text));
        Assert.Equal((false, false), Marks(await StateAsync(Output.JsonSerialize(Output.Create(new[] { Unknown })))));
        var back = Output.JsonDeserialize<Dictionary<string, int>>(Output.CreateSecret("""{"a":1}"""));
        Assert.Equal(1, (await StateAsync(back)).Value["a"]);
        Assert.True(await Output.IsSecretAsync(back));
    }

    private static (bool Known, bool Secret) Marks<T>((T Value, bool Known, bool Secret) state) => (state.Known, state.Secret);

    private static async Task<(T Value, bool Known, bool Secret)> StateAsync<T>(Output<T> output) =>
        (await OutputUtilities.GetValueAsync(output), await OutputUtilities.GetIsKnownAsync(output), await Output.IsSecretAsync(output));
}
