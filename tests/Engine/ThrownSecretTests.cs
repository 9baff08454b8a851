using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

/// <summary>What an operation throws has passed no event stream, which would have masked it.</summary>
public sealed class ThrownSecretTests
{
    private const string Canary = "canary-config-1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("preview")]
    [InlineData("preview of a destruction")]
    [InlineData("up")]
    [InlineData("destroy")]
    [InlineData("refresh")]
    public async Task What_an_operation_throws_has_no_secret(string operation)
    {
        await using var stack = await TestStack.CreateAsync("config:\n  token: { type: string, secret: true }\n");
        await ConfigureAsync(stack, Canary);
        await stack.UpAsync(new Wanted("a"));
        var state = await File.ReadAllTextAsync(stack.StateFile, Cancellation);
        // The error quotes what the reference says.
        await File.WriteAllTextAsync(
            stack.StateFile, state.Replace("\"parent\":\"urn", $"\"parent\":\"{Canary}:urn", StringComparison.Ordinal), Cancellation);
        var error = await Assert.ThrowsAsync<EngineException>(() => RunAsync(stack, operation));
        Assert.Equal(ErrorCodes.StateDamaged, error.Code);
        Assert.Contains("refers to '[secret]:urn", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("refresh")]
    public async Task A_secret_setting_of_the_wrong_type_is_not_quoted(string operation)
    {
        await using var stack = await TestStack.CreateAsync("config:\n  token: { type: integer, secret: true }\n");
        await ConfigureAsync(stack, Canary);
        var error = await Assert.ThrowsAsync<EngineException>(() => RunAsync(stack, operation));
        Assert.Contains("'proj:token' must be of type 'integer', but is '[secret]'.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
    }

    private static Task ConfigureAsync(TestStack stack, string token) =>
        File.WriteAllTextAsync(Path.Combine(stack.Folder, "Pulumi.dev.yaml"), $"config:\n  proj:token: {token}\n", Cancellation);

    private static async Task<OperationResult> RunAsync(TestStack stack, string operation) => operation switch
    {
        "preview" => await stack.PreviewAsync(new Wanted("a")),
        "preview of a destruction" => await stack.PreviewAsync(FakeProgram.Of(), new PreviewOptions { Destroy = true }),
        "up" => await stack.UpAsync(new Wanted("a")),
        "destroy" => await stack.DestroyAsync(),
        _ => await stack.RefreshAsync(),
    };
}
