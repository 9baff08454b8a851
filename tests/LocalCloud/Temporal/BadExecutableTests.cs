using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using PipAi.LocalCloud.Temporal;
using PipAi.LocalCloud.Temporal.DevServer;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>
/// Whatever is named as Temporal's CLI and is none gets the right words, soon, and leaves nothing that binds the next start.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class BadExecutableTests : IDisposable
{
    // Fifteen seconds on a machine that has nothing else to do.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("exit 3", "--version' ended with exit code 3. It said nothing.")]
    [InlineData("echo 'no such command' >&2; exit 1", "--version' ended with exit code 1. It said:\nno such command")]
    [InlineData("echo hello", "is not Temporal's CLI: ")]
    [InlineData("head -c 3000 /dev/urandom; echo", "does not answer with its version. It said")]
    [InlineData("exec sleep 60", "--version' did not end within 4 s. It said nothing.")]
    [InlineData(
        "echo 'temporal version 0.13.0 (server 1.24.0)'",
        "is too old: it is temporal version 0.13.0 (server 1.24.0), and its development server must be of version 1.0 or later")]
    [InlineData(
        "VERSION\necho 'Usage: temporal'; echo 'Error: unknown flag: --sqlite-pragma' >&2; exit 1",
        "does not know an option of 'server start-dev' that version 1.0 has. It said: Error: unknown flag: --sqlite-pragma")]
    [InlineData(
        "VERSION\necho 'sql schema version 1.9 is newer than mine' >&2; exit 1",
        "ended with exit code 1 before it was ready. It said:\nsql schema version 1.9 is newer than mine")]
    [InlineData(
        "VERSION\necho 'listen tcp 127.0.0.1: bind: address already in use' >&2; exit 1",
        "It said:\nlisten tcp 127.0.0.1: bind: address already in use")]
    [InlineData("VERSION\necho thinking; exec sleep 60", "did not answer within 10 s. It said:\nthinking")]
    [InlineData(
        "VERSION\n(sleep 30) &\necho 'gone, but not my child'; exit 4",
        "ended with exit code 4 before it was ready. It said:\ngone, but not my child")]
    public async Task A_script_that_fails_lies_or_hangs_is_told_with_its_own_words(string script, string words) =>
        await RefusedAsync(FakeTemporal.Script(folder, script.Replace("VERSION", FakeTemporal.Version, StringComparison.Ordinal)), words);

    [Fact]
    public async Task A_server_that_takes_the_connection_and_never_answers_is_given_up()
    {
        Assert.SkipUnless(
            Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "command -v python3 >/dev/null"])) is { } found && found.WaitForExit(5000)
                && found.ExitCode == 0, "python3 is not there");
        const string Listen =
            "import socket,sys,time; s=socket.create_server(('127.0.0.1',int(sys.argv[sys.argv.index('--port')+1]))); time.sleep(60)";

        await RefusedAsync(
            FakeTemporal.Script(folder, $"{FakeTemporal.Version}\nexec python3 -c \"{Listen}\" \"$@\""),
            "did not answer within 10 s. It said nothing.");
    }

    [Theory]
    [InlineData("7F454C460201010000000000000000000200F700", "is built for Linux on an unknown processor, and this is ")]
    [InlineData("7F454C46020101000000000000000000020028000000", "is built for Linux on Arm, and this is ")]
    [InlineData("4D5A9000", "is built for Windows, and this is ")]
    public async Task An_executable_of_another_machine_is_told(string header, string words) =>
        await RefusedAsync(FakeTemporal.Executable(folder, [.. Convert.FromHexString(header), .. new byte[40]]), words);

    [Theory]
    [InlineData("")]
    [InlineData("\u0001\u0002\u0003 no program at all")]
    public async Task A_file_that_is_no_program_is_told(string content) =>
        await RefusedAsync(FakeTemporal.Executable(folder, Encoding.UTF8.GetBytes(content)), "--version'");

    [Fact]
    public async Task A_file_without_the_right_to_execute_is_told_with_the_command_that_gives_it()
    {
        await File.WriteAllTextAsync(folder["temporal"], "#!/bin/sh\n");

        var error = await RefusedAsync(folder["temporal"], "is not executable");

        Assert.Equal($"chmod +x {folder["temporal"]}", error.Fix);
    }

    [Fact]
    public async Task A_folder_is_no_executable() =>
        await RefusedAsync(Directory.CreateDirectory(folder["temporal"]).FullName, "is a folder, not the executable of Temporal's CLI");

    [Fact]
    public async Task A_file_that_is_not_there_is_named() =>
        await RefusedAsync(folder["none"], $"There is no file '{folder["none"]}', which was named as Temporal's CLI");

    private async Task<TemporalServerException> RefusedAsync(string executable, string words)
    {
        var began = Stopwatch.GetTimestamp();
        await using var service = new TemporalCliService(
            new() { Directory = folder["cloud/temporal"], AdministratorKey = "key" }, executable);

        var error = await Assert.ThrowsAsync<TemporalServerException>(() => service.StartAsync(0, TestContext.Current.CancellationToken));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, character => char.IsControl(character) && character != '\n');
        Assert.True(Stopwatch.GetElapsedTime(began) < Soon, $"it took {Stopwatch.GetElapsedTime(began)}");
        Assert.False(TemporalServers.Choose(folder["cloud"], null).IsReal);
        return error;
    }
}
