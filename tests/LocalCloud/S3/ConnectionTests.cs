using System.Net.Sockets;
using System.Text;

namespace PipAi.LocalCloud.Tests.S3;

public sealed class ConnectionTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    [Fact]
    public async Task A_connection_whose_body_was_refused_before_it_was_sent_takes_no_other_request()
    {
        var answers = await AnswersAsync(
            "PUT /no-such-bucket/k HTTP/1.1\r\nHost: s3\r\nContent-Length: 70\r\nExpect: 100-continue\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403 ", answers, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_without_a_body_to_come_leaves_the_connection_open()
    {
        const string Request = "GET /no-such-bucket/k HTTP/1.1\r\nHost: s3\r\n";
        var answers = await AnswersAsync($"{Request}\r\n{Request}Connection: close\r\n\r\n");
        Assert.Equal(2, answers.Split("HTTP/1.1 403 ").Length - 1);
    }

    /// <summary>All that the server says until it closes the connection, or says that it will.</summary>
    private async Task<string> AnswersAsync(string requests)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", s3.Address.Port, TestContext.Current.CancellationToken);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(requests), TestContext.Current.CancellationToken);
        var (answers, buffer) = ("", new byte[4096]);
        while (!(answers.Contains("Connection: close", StringComparison.Ordinal) && answers.EndsWith("</Error>", StringComparison.Ordinal)))
        {
            var read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            if (read == 0) break;
            answers += Encoding.ASCII.GetString(buffer, 0, read);
        }

        return answers;
    }
}
