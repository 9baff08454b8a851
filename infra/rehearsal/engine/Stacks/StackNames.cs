using EmbeddedPulumi.Engine.Errors;

namespace EmbeddedPulumi.Engine.Stacks;

/// <summary>The rule for names of stacks, which become names of files.</summary>
internal static class StackNames
{
    private const int Longest = 100;

    /// <exception cref="EngineException">The name breaks the rule.</exception>
    public static void Check(string name)
    {
        var good = name.Length is > 0 and <= Longest && name is not ("." or "..")
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-');
        if (good) return;
        throw new EngineException(
            ExitCategory.Configuration,
            ErrorCodes.StackName,
            $"'{name}' is not a stack name: it may have letters, digits, '_', '.' and '-', and at most {Longest} of them.");
    }
}
