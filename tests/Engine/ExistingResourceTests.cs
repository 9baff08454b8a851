using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Protocol;
using PipAi.Engine.Tests.Fakes;
using Pulumirpc;

namespace PipAi.Engine.Tests;

/// <summary>Resources that were there before the stack: imported, or only read.</summary>
public sealed class ExistingResourceTests
{
    [Fact]
    public async Task Import_takes_over_what_exists_and_refuses_inputs_that_would_replace_it()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.Resources["ext-1"] = ("", PropertyWire.Encode(PropertyMap.Of(("kind", "x"), ("size", 1))));
        Action<RegisterResourceRequest> import = request => request.ImportId = "ext-1";
        var refused = await stack.UpAsync(new Wanted("a", ("kind", "y"), ("size", 1)) { Options = import });
        Assert.Equal(ExitCategory.Resource, refused.Failure);
        Assert.Contains("kind", refused.Diagnostics[^1].Message, StringComparison.Ordinal);
        var imported = await stack.UpAsync(new Wanted("a", ("kind", "x"), ("size", 1)) { Options = import });
        Assert.True(imported.Succeeded);
        Assert.Empty(stack.Cloud.CallsOf("Create"));
        var same = await stack.UpAsync(new Wanted("a", ("kind", "x"), ("size", 1)));
        Assert.Equal(["same a"], TestStack.Steps(same));
    }

    [Fact]
    public async Task Read_resources_are_known_but_never_changed()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.Resources["ext-1"] = ("", PropertyWire.Encode(PropertyMap.Of(("size", 1), ("address", "test://ext-1"))));
        var result = await stack.UpAsync(FakeProgram.Of(async program =>
        {
            var read = await program.Monitor.ReadResourceAsync(new ReadResourceRequest
            {
                Id = "ext-1",
                Type = "test:index:Thing",
                Name = "ext",
                Parent = program.StackUrn,
                Properties = new(),
                AcceptSecrets = true,
            });
            return PropertyMap.Of(("address", read.Properties.Fields["address"].StringValue));
        }));
        Assert.Equal("test://ext-1", result.Outputs["address"].GetString());
        Assert.True((await stack.DestroyAsync()).Succeeded);
        Assert.Single(stack.Cloud.Resources);
        Assert.Empty(stack.Cloud.CallsOf("Delete"));
    }

    [Fact]
    public async Task What_was_imported_is_not_replaced_as_long_as_the_import_stands()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.Resources["ext-1"] = ("", PropertyWire.Encode(PropertyMap.Of(("kind", "x"))));
        Action<RegisterResourceRequest> import = request => request.ImportId = "ext-1";
        Assert.True((await stack.UpAsync(new Wanted("a", ("kind", "x")) { Options = import })).Succeeded);
        var refused = await stack.UpAsync(new Wanted("a", ("kind", "y")) { Options = import });
        Assert.Equal(ExitCategory.Resource, refused.Failure);
        Assert.Contains("Take off its 'import' option", Assert.Single(refused.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Equal(["ext-1"], stack.Cloud.Resources.Keys);
        Assert.True((await stack.UpAsync(new Wanted("a", ("kind", "y")))).Succeeded);
    }

    [Theory]
    [InlineData(true, "read a")]
    [InlineData(false, "read-replacement a, replace a, delete-replaced a")]
    public async Task What_is_only_read_from_now_on_is_let_go_when_it_is_the_same(bool same, string steps)
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"));
        var id = stack.Cloud.Resources.Keys.Single();
        stack.Cloud.Resources["other"] = ("", new());
        var result = await stack.UpAsync(Reading("a", same ? id : "other"));
        Assert.Equal(steps, string.Join(", ", TestStack.Steps(result)));
        Assert.Equal(same, stack.Cloud.Resources.ContainsKey(id));
        Assert.True((await stack.DestroyAsync()).Succeeded);
        Assert.Equal(same ? 2 : 1, stack.Cloud.Resources.Count);
    }

    [Theory]
    [InlineData("", "its id is empty")]
    [InlineData("none", "does not exist")]
    public async Task What_cannot_be_read_is_told(string id, string reason)
    {
        await using var stack = await TestStack.CreateAsync();
        var result = await stack.UpAsync(Reading("a", id));
        Assert.NotNull(result.Failure);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Message.Contains(reason, StringComparison.Ordinal));
    }

    private static LaunchCommand Reading(string name, string id) => FakeProgram.Of(async program =>
    {
        try
        {
            await program.Monitor.ReadResourceAsync(
                new ReadResourceRequest { Id = id, Type = "test:index:Thing", Name = name, Parent = program.StackUrn });
        }
        catch (Grpc.Core.RpcException)
        {
            // The engine has told it already.
        }

        return null;
    });
}
