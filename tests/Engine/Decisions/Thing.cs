using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace PipAi.Engine.Tests.Decisions;

/// <summary>Resources as a decision sees them.</summary>
internal static class Thing
{
    public const string Type = "kind:index:Thing";

    /// <summary>The URN of a thing of that name.</summary>
    public static string Urn(string name) => $"urn:pulumi:test::project::{Type}::{name}";

    /// <summary>A resource that a provider has made.</summary>
    public static ResourceState Made(string name, params (string Key, PropertyValue Value)[] inputs) => new()
    {
        Urn = Urn(name),
        Type = Type,
        Custom = true,
        Id = $"{name}-id",
        Inputs = PropertyMap.Of(inputs),
        Outputs = PropertyMap.Of(inputs),
    };

    /// <summary>A resource as a program wants it.</summary>
    public static ResourceState Wanted(string name, params (string Key, PropertyValue Value)[] inputs) =>
        Made(name, inputs) with { Id = "", Outputs = PropertyMap.Empty };
}
