using EmbeddedPulumi.Engine.Backend;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Registration;

/// <summary>Reads the outputs of other stacks of the same backend, for stack references.</summary>
internal sealed class StackReferences(StackContext context, string project, StackCiphers ciphers)
{
    /// <summary>What a stack reference's outputs are: the stack's name, its outputs, and which of them are secret.</summary>
    /// <exception cref="EngineException">There is no such stack, or it cannot be read.</exception>
    public async Task<PropertyMap> ReferenceAsync(PropertyMap inputs)
    {
        var name = inputs.Get("name")?.WithoutSecrets() switch
        {
            PropertyValue.Text text => text.Value,
            PropertyValue.Unknown => null,
            _ => throw Missing("a stack reference must have a name"),
        };
        if (name is null) return PropertyMap.Empty;
        var (otherProject, stack) = name.Split('/') switch
        {
            [var only] => (project, only),
            [_, var of, var last] => (of, last),
            [var of, var last] => (of, last),
            _ => throw Missing($"'{name}' is not a stack name; one is written like organization/project/stack"),
        };
        var paths = new StackPaths(context.BackendDirectory, otherProject, stack);
        if (!File.Exists(paths.Checkpoint)) throw Missing($"there is no stack '{name}' in '{paths.Root}'");
        var store = new CheckpointStore(paths, context with { StackName = stack }, new CheckpointFormat(new SecretTexts()), ciphers);
        var outputs = (await store.LoadAsync()).Resources.FirstOrDefault(resource => resource.Type == TypeTokens.Stack)?.Outputs
            ?? PropertyMap.Empty;
        var secret = outputs.Where((_, value) => value.ContainsSecrets).Keys.Select(key => (PropertyValue)key);
        return PropertyMap.Of(("name", name), ("outputs", outputs), ("secretOutputNames", new PropertyValue.List([.. secret])));
    }

    private EngineException Missing(string why) =>
        new(ExitCategory.StackNotFound, ErrorCodes.StackNotFound, $"A stack reference of '{context.StackName}' cannot be read: {why}.");
}
