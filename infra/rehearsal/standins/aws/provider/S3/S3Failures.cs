using System.Net;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;

namespace PipAi.Providers.Aws.S3;

/// <summary>Calls S3 so that a refusal names what was refused, and what is missing is no failure where that is asked.</summary>
internal static class S3Failures
{
    /// <summary>Makes a call.</summary>
    /// <param name="what">What it does, for the error: <c>the encryption of bucket 'x'</c>.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="InvalidOperationException">S3 refused it, or was not there.</exception>
    public static async Task<T> WrapAsync<T>(string what, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonS3Exception refusal)
        {
            throw new InvalidOperationException($"S3 refused {what}: {refusal.ErrorCode}: {refusal.Message}", refusal);
        }
        catch (XmlException garbled)
        {
            throw new InvalidOperationException($"S3's answer about {what} is not what it should be: {garbled.Message}", garbled);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or AmazonClientException or TimeoutException
            || failure is OperationCanceledException { InnerException: TimeoutException })
        {
            throw new InvalidOperationException(
                $"S3 did not answer about {what}: {failure.Message}\n    ./pipai cloud start", failure);
        }
    }

    /// <summary>Makes a call whose object may be missing; the SDK throws for some and answers with 404 for others.</summary>
    /// <returns>Null when it is missing.</returns>
    public static async Task<T?> FindAsync<T>(string what, Func<Task<T>> call)
        where T : AmazonWebServiceResponse
    {
        return await WrapAsync<T?>(
            what,
            async () =>
            {
                try
                {
                    var answer = await call();
                    return answer.HttpStatusCode == HttpStatusCode.NotFound ? null : answer;
                }
                catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
                {
                    return null;
                }
            });
    }
}
