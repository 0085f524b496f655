print("ansinh")
