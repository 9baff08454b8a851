using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;
using Google.Protobuf;
using PipAi.Pulumi.Tests.Things;
using PipAi.Testing;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;
using Alias = Pulumi.Alias;

namespace PipAi.Pulumi.Tests.Registration;

public sealed class RegistrationTests
{
    private const string ThingUrn = "urn:pulumi:stack::project::test:index:Thing::";

    [Fact]
    public async Task The_stack_comes_first_and_the_end_is_signalled()
    {
        await using var engine = await FakeEngine.StartAsync();
        var exitCode = await InProcess.RunAsync(engine, () =>
        {
            var thing = new Thing("a", new() { Label = "x" });
            return new Dictionary<string, object?> { ["label"] = thing.Label, ["nothing"] = null, ["thing"] = thing };
        });
        Assert.Equal(0, exitCode);
        Assert.True(engine.Signalled);
        Assert.Equal(["project-stack", "a"], engine.Registrations.Select(request => request.Name));
        var outputs = engine.Requests.OfType<RegisterResourceOutputsRequest>().Single();
        Assert.Equal("urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack", outputs.Urn);
        Assert.Equal(
            PropertyMap.Of(("label", "x"), ("thing", new PropertyValue.Resource(ThingUrn + "a", "a-id"))),
            PropertyWire.Decode(outputs.Outputs));
    }

    [Fact]
    public async Task A_registration_says_all_there_is_to_say()
    {
        await using var engine = await FakeEngine.StartAsync();
        await InProcess.RunAsync(engine, () =>
        {
            var provider = new TestProvider("special");
            var first = new Thing("first");
            var group = new Group("group", ["one", "two"]);
            var home = new Group("home", ["one"]);
            _ = new Thing("all", EveryArgument(first, group), EveryOption(provider, first, group, home));
        });
        var request = engine.Registration("all");
        request.Dependencies.Sort();
        request.PropertyDependencies.Values.ToList().ForEach(dependencies => dependencies.Urns.Sort());
        Approved.Json(new JsonFormatter(JsonFormatter.Settings.Default.WithIndentation()).Format(request));
    }

    private static ThingArgs EveryArgument(Thing first, Group group) => new()
    {
        Label = first.Label,
        Count = Output.CreateSecret(3),
        Names = { "a", first.Urn, "c" },
        Tags = { ["role"] = "worker", ["secret"] = Output.CreateSecret("s") },
        Parts = { new ThingPartArgs { Path = "/x", Weight = 1.5 } },
        Size = ThingSize.Large,
        Either = 5,
        Document = """{ "a": [1, true, null, "x"] }""",
        File = new AssetArchive(
            new Dictionary<string, AssetOrArchive> { ["f"] = new StringAsset("hi"), ["d"] = new FileArchive("./d") }),
        Other = group,
        Settings = new ThingPartArgs { Path = "json" },
    };

    private static CustomResourceOptions EveryOption(TestProvider provider, Thing first, Group group, Group home) => new()
    {
        Provider = provider,
        DependsOn = { group, first },
        Protect = true,
        RetainOnDelete = false,
        IgnoreChanges = { "label" },
        ReplaceOnChanges = { "count" },
        HideDiffs = { "tags" },
        AdditionalSecretOutputs = { "anything" },
        DeleteBeforeReplace = true,
        CustomTimeouts = new() { Create = TimeSpan.FromMinutes(5) },
        Aliases = { new Alias { Name = "old" }, new Alias { Urn = ThingUrn + "older" }, new Alias { NoParent = true } },
        DeletedWith = first,
        ReplaceWith = { first },
        ReplacementTrigger = "v1",
        ImportId = "import-me",
        Version = "1.2.3",
        PluginDownloadURL = "https://example.com",
        Parent = home,
    };

    [Fact]
    public async Task Properties_without_a_value_are_not_sent()
    {
        await using var engine = await FakeEngine.StartAsync();
        await InProcess.RunAsync(engine, () =>
            _ = new Thing("a", new() { Label = "x", Tags = { ["none"] = Output.Create((string)null!) } }));
        Assert.Equal(PropertyMap.Of(("label", "x"), ("tags", PropertyMap.Empty)), Inputs(engine, "a"));
    }

    [Fact]
    public async Task Unknown_inputs_travel_as_unknown_and_leave_their_neighbours_known()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Register = request => new RegisterResourceResponse { Urn = FakeEngine.UrnOf(request), Object = new() };
        await InProcess.RunAsync(
            engine,
            () =>
            {
                var first = new Thing("first");
                _ = new Thing("second", new() { Label = first.Id, Names = { "known", first.Label }, Other = first });
            },
            preview: true);
        Assert.Equal(
            PropertyMap.Of(
                ("label", PropertyValue.Unknown.Value),
                ("names", new PropertyValue.List("known", PropertyValue.Unknown.Value)),
                ("other", new PropertyValue.Resource(ThingUrn + "first", ""))),
            Inputs(engine, "second"));
        Assert.Equal([ThingUrn + "first"], engine.Registration("second").Dependencies);
    }

    [Fact]
    public async Task Outputs_have_the_types_of_their_properties()
    {
        await using var engine = await FakeEngine.StartAsync();
        var echo = engine.Register;
        var part = PropertyMap.Of(("path", "/x"), ("weight", 2.5), ("__defaults", new PropertyValue.List()));
        engine.Register = request => request.Name != "a" ? echo(request) : new RegisterResourceResponse
        {
            Urn = FakeEngine.UrnOf(request),
            Id = "i",
            Object = PropertyWire.Encode(PropertyMap.Of(
                ("label", "x"),
                ("count", 3),
                ("tags", PropertyMap.Of(("k", new PropertyValue.Secret("v")))),
                ("parts", new PropertyValue.List(part)),
                ("size", "large"),
                ("either", 7),
                ("anything", PropertyMap.Of(("n", 1), ("l", new PropertyValue.List(true)), ("__x", 1))))),
        };
        Thing thing = null!;
        await InProcess.RunAsync(engine, () => { thing = new Thing("a"); });
        Assert.Equal("x", await OutputUtilities.GetValueAsync(thing.Label));
        Assert.Equal(3, await OutputUtilities.GetValueAsync(thing.Count));
        Assert.Equal("v", (await OutputUtilities.GetValueAsync(thing.Tags))!["k"]);
        Assert.True(await Output.IsSecretAsync(thing.Tags));
        Assert.False(await Output.IsSecretAsync(thing.Label));
        var read = Assert.Single(await OutputUtilities.GetValueAsync(thing.Parts));
        Assert.Equal(("/x", 2.5), (read.Path, read.Weight));
        Assert.Equal(ThingSize.Large, await OutputUtilities.GetValueAsync(thing.Size));
        Assert.Equal(7, (await OutputUtilities.GetValueAsync(thing.Either)).AsT1);
        var anything = Assert.IsType<ImmutableDictionary<string, object?>>(await OutputUtilities.GetValueAsync(thing.Anything));
        Assert.Equal(["l", "n"], anything.Keys.Order());
        Assert.Equal([thing], await OutputUtilities.GetDependenciesAsync(thing.Label));
    }

    [Fact]
    public async Task An_output_of_the_wrong_type_is_a_warning_and_the_default()
    {
        await using var engine = await FakeEngine.StartAsync();
        var echo = engine.Register;
        engine.Register = request => request.Name != "a" ? echo(request) : new RegisterResourceResponse
        {
            Urn = FakeEngine.UrnOf(request),
            Id = "i",
            Object = PropertyWire.Encode(PropertyMap.Of(("count", "many"))),
        };
        Thing thing = null!;
        Assert.Equal(0, await InProcess.RunAsync(engine, () => { thing = new Thing("a"); }));
        Assert.Null(await OutputUtilities.GetValueAsync(thing.Count));
        var warning = Assert.Single(engine.Logs);
        Assert.Equal(LogSeverity.Warning, warning.Severity);
        Assert.Equal(ThingUrn + "a", warning.Urn);
        Assert.Contains("Thing.count", warning.Message);
    }

    [Theory]
    [InlineData(false, Result.Success, true)]
    [InlineData(true, Result.Success, false)]
    [InlineData(false, Result.Fail, false)]
    [InlineData(false, Result.Skip, false)]
    public async Task An_output_that_the_engine_does_not_tell_is_known_only_after_a_real_success(bool preview, Result result, bool known)
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Register = request => new RegisterResourceResponse
        {
            Urn = FakeEngine.UrnOf(request),
            Id = "i",
            Object = new(),
            Result = result,
        };
        Thing thing = null!;
        Assert.Equal(0, await InProcess.RunAsync(engine, () => { thing = new Thing("a"); }, preview));
        Assert.Equal(known, await OutputUtilities.GetIsKnownAsync(thing.Label));
        Assert.True(await OutputUtilities.GetIsKnownAsync(thing.Urn));
    }

    [Fact]
    public async Task Children_and_providers_come_from_the_parent()
    {
        await using var engine = await FakeEngine.StartAsync();
        await InProcess.RunAsync(engine, () =>
        {
            var provider = new TestProvider("special");
            _ = new Group("group", ["one"], new() { Providers = { provider }, Protect = true });
        });
        var child = engine.Registration("group-one");
        Assert.Equal("urn:pulumi:stack::project::test:group:Group::group", child.Parent);
        Assert.Equal("urn:pulumi:stack::project::pulumi:providers:test::special::special-id", child.Provider);
        Assert.True(child.Protect);
        Assert.Equal("", engine.Registration("group").Provider);
        Assert.Equal("urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack", engine.Registration("group").Parent);
        var outputs = engine.Requests.OfType<RegisterResourceOutputsRequest>().Single(request => request.Urn == child.Parent);
        Assert.Equal(PropertyMap.Of(("first", "one")), PropertyWire.Decode(outputs.Outputs));
    }

    private static PropertyMap Inputs(FakeEngine engine, string name) => PropertyWire.Decode(engine.Registration(name).Object);
}
