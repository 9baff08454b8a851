using System.Security;
using EmbeddedPulumi.Engine.Errors;
using YamlDotNet.Core;

namespace EmbeddedPulumi.Engine.Files;

/// <summary>The boundary to the files that people write: whatever file system or YAML say becomes an error with its place.</summary>
internal static class YamlFile
{
    /// <param name="path">The file.</param>
    /// <param name="code">The code of the error.</param>
    /// <param name="text">What stands for its text; null reads it.</param>
    /// <exception cref="EngineException">It cannot be read.</exception>
    public static YamlMapping Read(string path, string code, string? text = null)
    {
        var name = Path.GetFileName(path);
        try
        {
            return YamlJson.Read(text ?? File.ReadAllText(path));
        }
        catch (YamlException error)
        {
            throw new EngineException(
                ExitCategory.Configuration, code,
                $"{name}:{Math.Max(error.Start.Line, error.End.Line)}: it cannot be read: {error.Message}", null, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException)
        {
            throw new EngineException(
                ExitCategory.Configuration, code, $"'{path}' cannot be read: {error.Message}", $"ls -l '{path}'", error);
        }
    }
}
