"""The transfer functions of ray casts: opacities for half a millimetre, colours, and light."""

OPACITY = {
    "bone": [(150, 0), (300, 0.05), (700, 0.35), (1200, 0.85), (2500, 0.95)],
    "skin": [(-300, 0), (-50, 0.004), (60, 0.006), (150, 0.01), (700, 0.12), (1200, 0.4), (2500, 0.8)],
}
COLOR = {
    "bone": [(150, (0.7, 0.4, 0.3)), (700, (0.95, 0.85, 0.7)), (2500, (1, 1, 0.95))],
    "skin": [(-300, (0.9, 0.6, 0.5)), (150, (0.9, 0.5, 0.4)), (1200, (1, 1, 0.9))],
}
OPACITY_UNIT = 0.5
AMBIENT, DIFFUSE, SPECULAR, POWER = 0.2, 0.7, 0.3, 20
