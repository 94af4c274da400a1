"""The sequence model: tokens of printed references get labels, labels become fields.

Here live the tokens' features, the model file and its loading, and the decoding. Only this
package imports numpy. Training is not here: it needs rendered references (`benchmarks.training`).
"""
