using System.Runtime.Versioning;
using System.Text;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Executables that are named as Temporal's CLI: shell scripts that serve, fail, lie or hang.</summary>
[UnsupportedOSPlatform("windows")]
internal static class FakeTemporal
{
    /// <summary>What answers the version as the CLI does.</summary>
    public const string Version = "if [ \"$1\" = --version ]; then echo 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)'; exit; fi";

    /// <summary>A CLI whose server is <see cref="SampleDevServer"/>.</summary>
    public static string Serving(TemporaryFolder folder) => Script(folder, $"{Version}\nexec '{Environment.ProcessPath}' \"$@\"");

    /// <summary>A shell script of its own file.</summary>
    public static string Script(TemporaryFolder folder, string text) => Executable(folder, Encoding.UTF8.GetBytes($"#!/bin/sh\n{text}\n"));

    /// <summary>Any file that may be executed.</summary>
    public static string Executable(TemporaryFolder folder, byte[] content)
    {
        var file = folder["temporal"];
        File.WriteAllBytes(file, content);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }
}
