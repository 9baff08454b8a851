using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Protocol;
using PipAi.EngineTesting;

namespace PipAi.Cli.Tests.Verbs;

/// <summary>A small program: an app, a machine in it, a secret of it; one output is a secret, too.</summary>
internal static class SampleProgram
{
    /// <summary>What must be seen nowhere unless it is asked for.</summary>
    public const string Canary = "canary-that-must-not-be-seen";

    public const string App = "urn:pulumi:prod::pip-ai::fly:index:App::workers";

    public const string Machine = "urn:pulumi:prod::pip-ai::fly:index:Machine::workers-iad-1";

    /// <param name="image">What the machine runs.</param>
    /// <param name="secret">Whether the app has its secret.</param>
    /// <param name="more">What there is besides.</param>
    public static LaunchCommand Of(string image = "one", bool secret = true, params Wanted[] more) => FakeProgram.Of(async program =>
    {
        Wanted[] all =
        [
            new Wanted("workers", ("org", "pip-ai")) { Type = "fly:index:App" },
            new Wanted("workers-iad-1", ("image", image), ("region", "iad")) { Type = "fly:index:Machine", DependsOn = ["workers"] },
            .. secret
                ? [new Wanted("key", ("value", new PropertyValue.Secret(Canary)))
                {
                    Type = "fly:index:Secret",
                    DependsOn = ["workers-iad-1"],
                }]
                : (Wanted[])[],
            .. more,
        ];
        await program.RegisterAllAsync(all);
        return PropertyMap.Of(("apiKey", new PropertyValue.Secret(Canary)), ("image", image), ("url", "https://workers.fly.dev"));
    });

    /// <summary>A program that registers an app and then fails.</summary>
    public static LaunchCommand Failing() => FakeProgram.Of(async program =>
    {
        await program.RegisterAllAsync(new Wanted("workers", ("org", "pip-ai")) { Type = "fly:index:App" });
        throw new ProgramExitException(7);
    });
}
