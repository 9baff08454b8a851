using PipAi.Fly.Tests.Support;

namespace PipAi.Fly.Tests.LocalCloud;

/// <summary>A secret whose value nobody gave: the provider makes one, keeps it, and makes another when its keepers change.</summary>
[Collection("local Fly")]
public sealed class SecretTests(LocalFly cloud) : IAsyncLifetime
{
    private const string Secret = "fly:index:Secret";
    private static readonly PropertyMap First = Props.Of(("app", "secrets"), ("name", "KEY"), ("keepers", Props.Of(("rotation", "1"))));
    private static readonly PropertyMap Second = First.SetItem("keepers", Props.Value(Props.Of(("rotation", "2"))));
    private StoredResource app = null!;

    public async ValueTask InitializeAsync()
    {
        using var run = cloud.Run();
        app = await run.CreateAsync("fly:index:App", "secrets", Props.Of(("name", "secrets")));
    }

    public async ValueTask DisposeAsync()
    {
        using var run = cloud.Run();
        await run.DeleteAsync(app);
    }

    [Fact]
    public async Task A_value_is_made_and_is_a_secret_of_its_own()
    {
        using var run = cloud.Run();
        var made = await run.CreateAsync(Secret, "key", First.Remove("keepers"));
        Assert.Matches("^[A-Za-z0-9]{48}$", made.Output("value"));
        Assert.True(made.Outputs["value"].IsSecret);
        var other = await run.CreateAsync(Secret, "other", Props.Of(("app", "secrets"), ("name", "OTHER")));
        Assert.NotEqual(made.Output("value"), other.Output("value"));
        Assert.NotEqual(made.Output("digest"), other.Output("digest"));
    }

    [Fact]
    public async Task It_stays_while_its_keepers_do_and_is_another_when_they_change()
    {
        using var run = cloud.Run();
        var made = await run.CreateAsync(Secret, "key", First);
        Assert.False((await run.DiffAsync((await run.ReadAsync(made))!, First)).Changes);

        var diff = await run.DiffAsync(made, Second);
        Assert.Equal((true, 0), (diff.Changes, diff.Replaces?.Count ?? 0));
        var renewed = await run.UpdateAsync(made, Second);
        Assert.NotEqual(made.Output("value"), renewed.Output("value"));
        Assert.NotEqual(made.Output("digest"), renewed.Output("digest"));
        Assert.True(renewed.Outputs["value"].IsSecret);
        Assert.False((await run.DiffAsync((await run.ReadAsync(renewed))!, Second)).Changes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_somebody_else_set_is_put_back(bool hasKeepers)
    {
        var inputs = hasKeepers ? First : First.Remove("keepers");
        using var run = cloud.Run();
        var made = await run.CreateAsync(Secret, "key", inputs);
        using (var somebody = cloud.Run())
            await somebody.CreateAsync(Secret, "x", inputs.Remove("keepers").SetItem("value", Props.Secret("theirs")));

        // Looked at twice: the first look is not forgotten by the second.
        var drifted = await run.ReadAsync((await run.ReadAsync(made))!);
        Assert.True((await run.DiffAsync(drifted!, inputs)).Changes);
        var restored = await run.UpdateAsync(drifted!, inputs);
        Assert.Equal((made.Output("value"), made.Output("digest")), (restored.Output("value"), restored.Output("digest")));
        Assert.False((await run.DiffAsync((await run.ReadAsync(restored))!, inputs)).Changes);
    }

    [Fact]
    public async Task A_given_value_gives_way_to_one_that_is_made_and_the_other_way_round()
    {
        using var run = cloud.Run();
        var given = await run.CreateAsync(Secret, "key", First.Remove("keepers").SetItem("value", Props.Secret("given")));
        Assert.True((await run.DiffAsync(given, First)).Changes);
        var made = await run.UpdateAsync(given, First);
        Assert.NotEqual("given", made.Output("value"));
        Assert.Equal("given", (await run.UpdateAsync(made, given.Inputs)).Output("value"));
    }

    [Fact]
    public async Task An_imported_secret_whose_value_nobody_knows_is_made_anew()
    {
        using var run = cloud.Run();
        var made = await run.CreateAsync(Secret, "key", First);
        var imported = await run.ReadAsync(made with { Inputs = PropertyMap.Empty, Outputs = PropertyMap.Empty });
        Assert.True((await run.DiffAsync(imported!, imported!.Inputs)).Changes);
        Assert.Matches("^[A-Za-z0-9]{48}$", (await run.UpdateAsync(imported, imported.Inputs)).Output("value"));
    }

    [Fact]
    public async Task A_plan_makes_none_and_says_that_it_will()
    {
        using var run = cloud.Run();
        var planned = await run.PreviewCreateAsync(Secret, "key", First);
        Assert.True(planned["value"].IsComputed);
        Assert.DoesNotContain(planned.Values, value => value.TryGetString(out var text) && text.Length == 48);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => run.CreateAsync(Secret, "key", First.SetItem("value", Props.Secret("given"))));
        Assert.Equal("keepers: they renew a value that is made here, and 'value' gives one; leave one of the two out.", refused.Message);
    }
}
